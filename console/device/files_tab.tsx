import { useRef, useState } from "preact/hooks";
import type { FileEntry } from "../../protocol/mod.ts";
import { t } from "../i18n/translate.ts";
import { Icon } from "../ui/icon.tsx";
import { plain } from "../ui/plain.ts";
import { Empty, Loading } from "../ui/states.tsx";
import type { DeviceTabProps } from "./device_tab.ts";
import { useNoStrayDrops } from "./file_drops.ts";
import { FileName } from "./file_name.tsx";
import { FileRows } from "./file_rows.tsx";
import { parentPath } from "./files_session.ts";
import { useLeaveQuestion } from "./leave_question.ts";
import { OfflineNote } from "./offline_note.tsx";
import { TransferBar } from "./transfer_bar.tsx";
import { TunnelBar } from "./tunnel_bar.tsx";
import { type Files, useFiles } from "./use_files.ts";

/** The device's files. */
export function FilesTab({ device }: DeviceTabProps) {
  const files = useFiles(device);
  const [naming, setNaming] = useState<FileEntry | "folder">();
  const picker = useRef<HTMLInputElement>(null);
  useNoStrayDrops();
  useLeaveQuestion(files.transfers.length > 0, () => ({
    title: t("files.leave_title"),
    loss: t("files.leave_loss"),
    action: t("files.leave"),
  }));

  if (!device.online) return <OfflineNote />;
  const isOpen = files.tunnel.state === "open";
  return (
    <>
      <TunnelBar tunnel={files.tunnel}>
        <button type="button" disabled={!isOpen} onClick={() => picker.current?.click()}>
          <Icon name="upload" /> {t("files.upload")}
        </button>
        <button type="button" disabled={!isOpen} onClick={() => setNaming("folder")}>
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
          files.upload([...currentTarget.files ?? []]);
          currentTarget.value = "";
        }}
      />
      <Crumbs files={files} />
      {files.transfers.map((transfer) => (
        <TransferBar
          key={transfer.direction}
          transfer={transfer}
          cancel={() => files.cancel(transfer.direction)}
        />
      ))}
      <div
        class="drop"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          files.upload([...event.dataTransfer?.files ?? []]);
        }}
      >
        <Folder files={files} rename={setNaming} />
      </div>
      {naming && (
        <FileName
          entry={naming === "folder" ? undefined : naming}
          close={() => setNaming(undefined)}
          save={(name) => naming === "folder" ? files.makeFolder(name) : files.rename(naming, name)}
        />
      )}
    </>
  );
}

/** Where one is, and the way up. */
function Crumbs({ files: { tunnel, listing, list } }: { readonly files: Files }) {
  const { path = "" } = listing ?? {};
  const parent = parentPath(path);
  return (
    <nav class="crumbs" aria-label={t("files.path")}>
      <button
        type="button"
        disabled={parent === undefined || tunnel.state !== "open"}
        aria-label={t("files.up")}
        onClick={() => list(parent ?? "")}
      >
        <Icon name="back" />
      </button>
      <code>/{plain(path, 500).replace(/^\//, "")}</code>
    </nav>
  );
}

function Folder(
  { files: { tunnel, listing, open, remove }, rename }: {
    readonly files: Files;
    readonly rename: (entry: FileEntry) => void;
  },
) {
  if (listing === undefined) return tunnel.state === "closed" ? null : <Loading />;
  if (listing.entries === null) return <Empty icon="alert" title={t("files.cannot_open")} />;
  if (listing.entries.length === 0) return <Empty icon="folder" title={t("files.empty")} />;
  return (
    <FileRows
      entries={listing.entries}
      disabled={tunnel.state !== "open"}
      open={open}
      rename={rename}
      remove={remove}
    />
  );
}
