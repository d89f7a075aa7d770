import { useEffect, useRef, useState } from "preact/hooks";
import { type DesktopInput, encodeDesktop } from "../../protocol/mod.ts";
import { t } from "../i18n/translate.ts";
import { request } from "../session/session.ts";
import { notify, notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { sendInput } from "./desktop_input.ts";
import { type DesktopFacts, DesktopPicture, NO_DESKTOP } from "./desktop_picture.ts";
import type { DeviceTabProps } from "./device_tab.ts";
import { OfflineNote } from "./offline_note.tsx";
import { useTunnel } from "./tunnel.ts";
import { TunnelBar } from "./tunnel_bar.tsx";

const QUALITIES = [[30, "low"], [60, "middle"], [90, "high"]] as const;
const SCALES = [1024, 768, 512] as const;
/** All displays as one. */
const ALL = 65_535;

/** The device's screen. */
export function DesktopTab({ device }: DeviceTabProps) {
  const [facts, setFacts] = useState<DesktopFacts>(NO_DESKTOP);
  const [quality, setQuality] = useState(60);
  const [scaling, setScaling] = useState(1024);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const picture = useRef<DesktopPicture | undefined>(undefined);
  const settings = { type: "compression", format: 1, quality, scaling, frameTimer: 100 } as const;

  const tunnel = useTunnel(device.id, "desktop", {
    opened: (send) => {
      if (canvas.current === null) return;
      setFacts(NO_DESKTOP);
      picture.current = new DesktopPicture(
        canvas.current,
        (change) => setFacts((old) => ({ ...old, ...change })),
      );
      send(encodeDesktop(settings));
      send(encodeDesktop({ type: "getDisplays" }));
      send(encodeDesktop({ type: "touchInit" }));
      send(encodeDesktop({ type: "refresh" }));
    },
    received: (data) => typeof data !== "string" && picture.current?.receive(data),
  }, device.online);
  const say = (input: DesktopInput) => tunnel.send(encodeDesktop(input));
  const isOpen = tunnel.state === "open";
  const touch = useRef(false);
  touch.current = facts.touch;

  useEffect(() => {
    if (!isOpen || canvas.current === null) return;
    const controller = new AbortController();
    sendInput(canvas.current, tunnel.send, () => touch.current, controller.signal);
    return () => controller.abort();
  }, [isOpen]);
  useEffect(() => isOpen ? say(settings) : undefined, [quality, scaling]);

  const { id } = device;
  const copy = async () => {
    const { text } = await request("GET /devices/:id/clipboard", { id });
    await clipboard().writeText(text);
    notify(t("desktop.copied"));
  };
  const paste = async () => {
    const text = await clipboard().readText();
    await request("PUT /devices/:id/clipboard", { id, text });
    notify(t("desktop.pasted"));
  };

  if (!device.online) return <OfflineNote />;
  return (
    <div class="desktop" ref={frame}>
      <TunnelBar tunnel={tunnel}>
        <select
          aria-label={t("desktop.quality")}
          value={quality}
          onChange={(event) => setQuality(Number(event.currentTarget.value))}
        >
          {QUALITIES.map(([value, name]) => (
            <option key={value} value={value}>{t(`desktop.quality.${name}`)}</option>
          ))}
        </select>
        <select
          aria-label={t("desktop.scaling")}
          value={scaling}
          onChange={(event) => setScaling(Number(event.currentTarget.value))}
        >
          {SCALES.map((value) => (
            <option key={value} value={value}>{Math.round(value / 10.24)} %</option>
          ))}
        </select>
        {facts.displays.length > 1 && (
          <select
            aria-label={t("desktop.display")}
            value={facts.selected}
            onChange={(event) => say({ type: "setDisplay", id: Number(event.currentTarget.value) })}
          >
            {facts.displays.map((display) => (
              <option key={display} value={display}>
                {display === ALL ? t("desktop.all_displays") : t("desktop.one", { n: display })}
              </option>
            ))}
          </select>
        )}
        <button type="button" disabled={!isOpen} onClick={() => say({ type: "ctrlAltDel" })}>
          Ctrl-Alt-Del
        </button>
        <button type="button" disabled={!isOpen} onClick={() => copy().catch(notifyProblem)}>
          {t("desktop.copy")}
        </button>
        <button type="button" disabled={!isOpen} onClick={() => paste().catch(notifyProblem)}>
          {t("desktop.paste")}
        </button>
        {document.fullscreenEnabled && (
          <button
            type="button"
            onClick={() => frame.current?.requestFullscreen().catch(notifyProblem)}
          >
            {t("desktop.full_screen")}
          </button>
        )}
      </TunnelBar>
      {facts.alert && <p class="tunnel-note" role="alert">{plain(facts.alert)}</p>}
      <canvas
        ref={canvas}
        tabIndex={0}
        role="application"
        data-takes-keys
        aria-label={t("desktop.picture", { name: plain(device.name, 80) })}
      />
      <p class="hint">
        {t(isOpen && facts.width === 0 ? "desktop.no_picture" : "desktop.leave")}
      </p>
    </div>
  );
}

/** Browsers have none for pages that came over plain http. */
function clipboard(): Clipboard {
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  if (clipboard === undefined) throw new Error(t("desktop.no_clipboard"));
  return clipboard;
}
