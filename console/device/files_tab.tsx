import { useRef, useState } from "preact/hooks";
import type { FileEntry } from "../../protocol/mod.ts";
import { t } from "../i18n/translate.ts";
import { confirmLoss } from "../ui/confirm.tsx";
import { Icon } from "../ui/icon.tsx";
import { notify, notifyProblem } from "../ui/notices.tsx";
import { plain } from "../ui/plain.ts";
import { Empty, Loading } from "../ui/states.tsx";
import type { DeviceTabProps } from "./device_tab.ts";
import { FileName } from "./file_name.tsx";
import { FileRows } from "./file_rows.tsx";
import { FilesSession, joinPath, parentPath, type Transfer } from "./files_session.ts";
import { OfflineNote } from "./offline_note.tsx";
import { saveBlob } from "./save_blob.ts";
import { useTunnel } from "./tunnel.ts";
import { TunnelBar } from "./tunnel_bar.tsx";

interface Listing {
  readonly path: string;
  readonly entries: readonly FileEntry[] | null;
}

/** The device's files. */
export function FilesTab({ device }: DeviceTabProps) {
  const [listing, setListing] = useState<Listing>();
  const [transfer, setTransfer] = useState<Transfer>();
  const [naming, setNaming] = useState<FileEntry | "folder">();
  const session = useRef<FilesSession | undefined>(undefined);
  const picker = useRef<HTMLInputElement>(null);
  const path = listing?.path ?? "";

  const tunnel = useTunnel(device.id, "files", {
    opened: (send) => {
      session.current = new FilesSession(send, {
        listed: (path, entries) => setListing({ path, entries }),
        transferring: setTransfer,
      });
      session.current.list(path);
    },
    received: (frame) => session.current?.receive(frame),
  }, device.online);

  const open = (entry: FileEntry) => {
    if (entry.t !== 3) session.current?.list(joinPath(path, entry.n));
    else {
      session.current?.download(path, entry).then(
        (blob) => saveBlob(blob, entry.n),
        () => notifyProblem(new Error(t("files.download_failed", { name: plain(entry.n) }))),
      );
    }
  };
  const upload = async (files: Iterable<File>) => {
    for (const file of files) {
      try {
        await session.current?.upload(path, file);
        notify(t("files.uploaded", { name: file.name }));
      } catch {
        notifyProblem(new Error(t("files.upload_failed", { name: file.name })));
      }
    }
    session.current?.list(path);
  };
  const remove = async (entry: FileEntry) => {
    const name = plain(entry.n);
    const yes = await confirmLoss({
      title: t("files.delete_title", { name }),
      loss: t(entry.t === 2 ? "files.delete_folder_loss" : "files.delete_loss"),
      action: t("action.delete"),
    });
    if (yes) session.current?.remove(path, entry.n);
  };

  if (!device.online) return <OfflineNote />;
  const parent = parentPath(path);
  return (
    <>
      <TunnelBar tunnel={tunnel}>
        <button type="button" onClick={() => picker.current?.click()}>
          <Icon name="upload" /> {t("files.upload")}
        </button>
        <button type="button" onClick={() => setNaming("folder")}>
          <Icon name="plus" /> {t("files.new_folder")}
        </button>
      </TunnelBar>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t("files.upload")}
        onChange={({ currentTarget }) => {
          upload([...currentTarget.files ?? []]);
          currentTarget.value = "";
        }}
      />
      <nav class="crumbs" aria-label={t("files.path")}>
        <button
          type="button"
          disabled={parent === undefined}
          aria-label={t("files.up")}
          onClick={() => session.current?.list(parent ?? "")}
        >
          <Icon name="back" />
        </button>
        <code>/{plain(path, 500).replace(/^\//, "")}</code>
      </nav>
      {transfer && <TransferBar transfer={transfer} />}
      <div
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          upload([...event.dataTransfer?.files ?? []]);
        }}
      >
        {listing === undefined
          ? tunnel.state === "closed" ? null : <Loading />
          : listing.entries === null
          ? <Empty icon="alert" title={t("files.cannot_open")} />
          : listing.entries.length === 0
          ? <Empty icon="folder" title={t("files.empty")} />
          : <FileRows entries={listing.entries} open={open} rename={setNaming} remove={remove} />}
      </div>
      {naming && (
        <FileName
          entry={naming === "folder" ? undefined : naming}
          close={() => setNaming(undefined)}
          save={(name) =>
            naming === "folder"
              ? session.current?.makeFolder(path, name)
              : session.current?.rename(path, naming.n, name)}
        />
      )}
    </>
  );
}

function TransferBar({ transfer }: { readonly transfer: Transfer }) {
  const { name, direction, moved, size } = transfer;
  const label = t(direction === "up" ? "files.uploading" : "files.downloading", {
    name: plain(name, 80),
  });
  return (
    <p class="transfer" role="status">
      <span>{label}</span>
      <progress max={Math.max(1, size)} value={moved} aria-label={label} />
    </p>
  );
}
