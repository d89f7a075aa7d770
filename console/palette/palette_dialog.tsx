import { useMemo, useState } from "preact/hooks";
import { deviceById, deviceOrder } from "../data/devices.ts";
import { t } from "../i18n/translate.ts";
import { MENU } from "../pages/page_list.ts";
import { go } from "../route.ts";
import { logOut } from "../session/session.ts";
import { theme, useTheme } from "../session/theme.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { plain } from "../ui/plain.ts";
import { paletteOpen } from "./palette_state.ts";

interface Command {
  readonly id: string;
  readonly label: string;
  readonly note: string;
  readonly icon: IconName;
  readonly run: () => void;
}

const MOST = 12;

/** Finds pages, devices and actions by a few letters. */
export function PaletteDialog() {
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const commands = useMemo(() => find(text), [text]);
  const chosen = Math.min(active, commands.length - 1);
  const close = () => paletteOpen.value = false;
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setActive((chosen + step + commands.length) % Math.max(1, commands.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      run(commands[chosen]);
    }
  };
  return (
    <Dialog title={t("palette.title")} close={close} wide>
      <div class="palette">
        <input
          type="search"
          role="combobox"
          list={undefined}
          autofocus
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={commands[chosen] && `palette-${chosen}`}
          aria-label={t("palette.open")}
          placeholder={t("palette.placeholder")}
          value={text}
          onInput={(event) => {
            setText(event.currentTarget.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <ul id="palette-list" role="listbox" aria-label={t("palette.title")} class="plain-list">
          {commands.map((command, index) => (
            <li
              key={command.id}
              id={`palette-${index}`}
              role="option"
              aria-selected={index === chosen}
              onClick={() => run(command)}
              onPointerMove={() => setActive(index)}
            >
              <Icon name={command.icon} />
              <bdi>{command.label}</bdi>
              <small>{command.note}</small>
            </li>
          ))}
        </ul>
        {commands.length === 0 && <p role="status">{t("palette.nothing")}</p>}
      </div>
    </Dialog>
  );
}

function find(text: string): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const fits = (label: string) => {
    const lower = label.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
  const found = [...pages(), ...actions()].filter(({ label }) => fits(label));
  for (const id of words.length > 0 ? deviceOrder.value : []) {
    if (found.length >= MOST) break;
    const device = deviceById(id);
    if (device === undefined || !fits(`${device.name} ${device.group} ${id}`)) continue;
    found.push({
      id,
      label: plain(device.name, 80),
      note: `${plain(device.group, 40)} · ${t(device.online ? "device.online" : "device.offline")}`,
      icon: "device",
      run: () => go("devices", id),
    });
  }
  return found.slice(0, MOST);
}

function pages(): readonly Command[] {
  return MENU.map(({ path, label, icon }) => ({
    id: path,
    label: t(label),
    note: t("palette.page"),
    icon,
    run: () => go(path),
  }));
}

function actions(): readonly Command[] {
  const dark = theme.value === "dark";
  return [
    {
      id: "theme",
      label: t(dark ? "palette.light" : "palette.dark"),
      note: t("palette.action"),
      icon: "settings",
      run: () => useTheme(dark ? "light" : "dark"),
    },
    {
      id: "log-out",
      label: t("session.log_out"),
      note: t("palette.action"),
      icon: "person",
      run: logOut,
    },
  ];
}
