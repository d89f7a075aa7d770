/**
 * Everything that the first view does without: fetched as one part when some of it is needed.
 *
 * @module
 */
export { DevicePage } from "./device/device_page.tsx";
export { BulkDialog } from "./devices/bulk_dialog.tsx";
export { MORE_EN } from "./i18n/en_more.ts";
export { AccountPage } from "./manage/account_page.tsx";
export { EventsPage } from "./manage/events_page.tsx";
export { GroupPage } from "./manage/group_page.tsx";
export { GroupsPage } from "./manage/groups_page.tsx";
export { HealthPage } from "./manage/health_page.tsx";
export { QuarantinePage } from "./manage/quarantine_page.tsx";
export { UserGroupsPage } from "./manage/user_groups_page.tsx";
export { UsersPage } from "./manage/users_page.tsx";
export { PaletteDialog } from "./palette/palette_dialog.tsx";
