import { useRef, useState } from "preact/hooks";
import type { FileEntry } from "../../protocol/mod.ts";
import { t } from "../i18n/translate.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { notify, notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import type { DeviceDetails } from "./device_tab.ts";
import { FilesSession, joinPath } from "./files_session.ts";
import { saveBlob } from "./save_blob.ts";
import { type Direction, type Transfer, TransferCancelled } from "./transfer_queue.ts";
import { type Tunnel, useTunnel } from "./tunnel.ts";

interface Listing {
  readonly path: string;
  /** Null for a folder that cannot be opened. */
  readonly entries: readonly FileEntry[] | null;
}

/** A device's files as a page has them. */
export interface Files {
  readonly tunnel: Tunnel;
  /** What was read last; undefined before anything was. */
  readonly listing: Listing | undefined;
  readonly transfers: readonly Transfer[];
  readonly list: (path: string) => void;
  /** Goes into a folder, or fetches a file. */
  readonly open: (entry: FileEntry) => void;
  readonly upload: (files: readonly File[]) => void;
  readonly cancel: (direction: Direction) => void;
  /** Throws what is to be said, as `rename` rejects with it. */
  readonly makeFolder: (name: string) => boolean;
  /** Whether it was done: what has that name already may be worth keeping. */
  readonly rename: (entry: FileEntry, name: string) => Promise<boolean>;
  readonly remove: (entry: FileEntry) => void;
}

/** Opens a device's files. What cannot be done is told as a notice. */
export function useFiles(device: DeviceDetails): Files {
  const [listing, setListing] = useState<Listing>();
  const [transfers, setTransfers] = useState<Partial<Record<Direction, Transfer>>>({});
  const session = useRef<FilesSession | undefined>(undefined);
  const { path = "", entries } = listing ?? {};
  const shown = useRef(path);
  shown.current = path;

  const tunnel = useTunnel(device.id, "files", {
    opened: (send) => {
      session.current = new FilesSession(send, {
        listed: (path, entries) => setListing({ path, entries }),
        transferring: (direction, transfer) =>
          setTransfers((old) => ({ ...old, [direction]: transfer })),
      });
      session.current.list(path);
    },
    received: (frame) => session.current?.receive(frame),
    closed: () => {
      session.current?.close();
      session.current = undefined;
    },
  }, device.online);

  const connected = () => {
    if (session.current === undefined) throw new Error(t("tunnel.closed"));
    return session.current;
  };
  /** What a name would replace: on many devices names in capitals are the same. */
  const replaced = (name: string) =>
    entries?.filter(({ n }) => n.toLowerCase() === name.toLowerCase()) ?? [];

  const download = async (entry: FileEntry) => {
    try {
      saveBlob(await connected().download(path, entry), entry.n);
    } catch (problem) {
      if (problem instanceof TransferCancelled) return;
      notifyProblem(new Error(t("files.download_failed", { name: plain(entry.n, 120) })));
    }
  };
  const upload = async (files: readonly File[]) => {
    connected();
    const lost = files.flatMap(({ name }) => replaced(name)).filter(({ t }) => t === 3);
    if (!await mayReplace(lost)) return;
    const present = connected();
    const failed: string[] = [];
    await Promise.all(files.map((file) =>
      present.upload(path, file).then(
        () => notify(t("files.uploaded", { name: plain(file.name, 120) })),
        (problem) => problem instanceof TransferCancelled || failed.push(file.name),
      )
    ));
    if (failed.length > 0) {
      notifyProblem(new Error(t("files.upload_failed", { name: inOneLine(failed) })));
    }
    // Somebody may have gone on to another folder meanwhile.
    if (shown.current === path) session.current?.list(path);
  };
  const remove = async (entry: FileEntry) => {
    const yes = await confirmLoss({
      title: t("files.delete_title", { name: plain(entry.n) }),
      loss: t(entry.t === 2 ? "files.delete_folder_loss" : "files.delete_loss"),
      action: t("action.delete"),
    });
    if (yes) connected().remove(path, entry.n);
  };
  return {
    tunnel,
    listing,
    transfers: Object.values(transfers).filter((transfer) => transfer !== undefined),
    list: (path) => session.current?.list(path),
    open: (entry) =>
      entry.t === 3 ? void download(entry) : session.current?.list(joinPath(path, entry.n)),
    upload: (files) => void upload(files).catch(notifyProblem),
    cancel: (direction) => session.current?.cancel(direction),
    makeFolder: (name) => {
      if (entries?.some(({ n }) => n === name)) throw new Error(t("problem.exists"));
      connected().makeFolder(path, name);
      return true;
    },
    rename: async (entry, name) => {
      const lost = replaced(name).filter(({ n }) => n !== entry.n);
      if (!await mayReplace(lost)) return false;
      connected().rename(path, entry.n, name);
      return true;
    },
    remove: (entry) => void remove(entry).catch(notifyProblem),
  };
}

async function mayReplace(entries: readonly FileEntry[]): Promise<boolean> {
  if (entries.length === 0) return true;
  return await confirmLoss({
    title: t("files.replace_title", { names: inOneLine(entries.map(({ n }) => n)) }),
    loss: t("files.replace_loss"),
    action: t("files.replace"),
  });
}

function inOneLine(names: readonly string[]): string {
  return plain(names.join(", "), 120);
}
