import type { ApiRoutes } from "../../api/client/mod.ts";

/**
 * The address of the page that makes a tab a device of a group. The enrolment is in the fragment,
 * which browsers send to nobody: no server's log has it.
 *
 * @param base Address of the console.
 */
export function enrolmentLink(
  base: string,
  server: ApiRoutes["GET /server"]["output"],
  group: { readonly id: string; readonly name: string },
): string {
  const enrolment = {
    server: serverAddress(server),
    meshId: group.id,
    meshName: group.name,
    serverHash: server.serverHash,
    serverId: server.serverId,
  };
  const page = new URL("enroll.html", base);
  page.search = "";
  page.hash = encodeURIComponent(JSON.stringify(enrolment));
  return page.href;
}

function serverAddress({ name, port, domain }: ApiRoutes["GET /server"]["output"]): string {
  const where = port === undefined || port === 443 ? name : `${name}:${port}`;
  return `wss://${where}/${domain === "" ? "" : `${domain}/`}agent.ashx`;
}
