import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";

/** The part of a long list that is to be drawn. */
export interface VirtualList {
  readonly items: readonly VirtualItem[];
  /** Height of the whole list in pixels. */
  readonly height: number;
  readonly scrollTo: (index: number) => void;
}

/** Follows a scrolling element, and tells which lines are in sight. */
export function useVirtualList(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  lineHeight: number,
): VirtualList {
  const [, redraw] = useReducer((rounds: number) => rounds + 1, 0);
  const options = {
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const held = useRef<Virtualizer<HTMLElement, Element> | undefined>(undefined);
  const virtualizer = held.current ??= new Virtualizer<HTMLElement, Element>(options);
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [lineHeight]);
  return {
    items: virtualizer.getVirtualItems(),
    height: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  };
}
