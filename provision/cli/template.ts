/** What `init` asks for. */
export interface TemplateAnswers {
  /** The name of the first device group. */
  readonly group: string;
  /** The name of the first account. */
  readonly user: string;
}

/** The specification that `init` writes. */
export function template({ group, user }: TemplateAnswers): string {
  return `# What a MeshCentral server should be like.
#   cs-provision plan FILE     says what would be done
#   cs-provision FILE          does it; run again, it changes nothing
# \${NAME} is replaced by an environment variable: secrets do not belong in this file.
version: 1

# With --local DIR this is written into config.json of the server's own folder.
# server:
#   settings:
#     cert: mesh.example.com # the public host name
#     port: 443
#     WANonly: true
#   domains:
#     "":
#       newAccounts: false

deviceGroups:
  # Agents of public pages come in here, where nobody but administrators has rights.
  quarantine:
    name: Quarantine
    consent: [promptDesktop, promptTerminal, promptFiles, connectionBar]
  kiosks:
    name: ${JSON.stringify(group)}
    # description: In the entrance halls
    features: [syncHostName]
    consent: [notifyDesktop]

users:
  ${user}:
    # realName: Alice Example
    # email: alice@example.com
    role: operator # administrator, manager, operator, viewer, none; or rights: [manageUsers]
    # Without \`password\` one is generated, and written to a file of mode 0600 beside this one.
    # password: { env: OPERATOR_PASSWORD }

userGroups:
  support:
    name: Support
    members: [${user}]

memberships:
  - group: kiosks
    userGroup: support
    rights: operator # administrator, manager, operator, viewer; or [remoteControl, noTerminal]

# Files with which agents join a group: whoever has one can join.
enrollment:
  - group: quarantine
    file: quarantine.json # for browser agents
  - group: kiosks
    file: kiosks.msh # for native agents
`;
}
