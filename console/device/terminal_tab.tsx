import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { useEffect, useRef } from "preact/hooks";
import { encodeTunnelControl } from "../../protocol/mod.ts";
import { t } from "../i18n/translate.ts";
import { adoptStyles } from "./adopt_styles.ts";
import type { DeviceTabProps } from "./device_tab.ts";
import { OfflineNote } from "./offline_note.tsx";
import { useTunnel } from "./tunnel.ts";
import { TunnelBar } from "./tunnel_bar.tsx";

const encoder = new TextEncoder();
/** Lines that can be scrolled back. */
const SCROLLBACK = 5_000;

/** A shell on the device. */
export function TerminalTab({ device }: DeviceTabProps) {
  const place = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal | undefined>(undefined);
  const tunnel = useTunnel(device.id, "terminal", {
    options: () => {
      const { cols = 80, rows = 25 } = terminal.current ?? {};
      return { cols, rows, xterm: true };
    },
    opened: () => {
      terminal.current?.reset();
      terminal.current?.focus();
    },
    received: (frame) => terminal.current?.write(frame),
  }, device.online);
  const send = useRef(tunnel.send);
  send.current = tunnel.send;

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const xterm = new Terminal({
      fontFamily: "ui-monospace, monospace",
      fontSize: 14,
      scrollback: SCROLLBACK,
      screenReaderMode: true,
      cursorBlink: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      // A link that a device made up must not be opened by a slip of the mouse.
      linkHandler: { activate: () => {} },
    });
    const fit = new FitAddon();
    xterm.loadAddon(fit);
    const stopAdopting = adoptStyles(element);
    xterm.open(element);
    fit.fit();
    terminal.current = xterm;
    // As bytes: agents take text frames for messages about the tunnel.
    xterm.onData((text) => send.current(encoder.encode(text)));
    xterm.onResize(({ cols, rows }) =>
      send.current(encodeTunnelControl({ type: "termsize", cols, rows }))
    );
    const observer = new ResizeObserver(() => fit.fit());
    observer.observe(element);
    return () => {
      observer.disconnect();
      xterm.dispose();
      stopAdopting();
    };
  }, [device.online]);

  if (!device.online) return <OfflineNote />;
  return (
    <>
      <TunnelBar tunnel={tunnel} />
      <div
        ref={place}
        class="terminal"
        role="group"
        aria-label={t("tab.terminal")}
        data-takes-keys
      />
    </>
  );
}
