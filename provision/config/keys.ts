/**
 * The keys of MeshCentral's config.json and what their values may be, as the server 1.1.55 reads
 * them. MeshCentral ignores the case of keys, and says nothing of a key that it does not know.
 *
 * @module
 */

/** What a value may be; `a|b` = either. */
export type Kind = string;

const kinds = (kind: Kind, names: string): Readonly<Record<string, Kind>> =>
  Object.fromEntries(names.trim().split(/\s+/).map((name) => [name, kind]));

/** `settings`: of the whole server. */
export const settingsKeys: Readonly<Record<string, Kind>> = {
  ...kinds(
    "flag",
    `WANonly LANonly maintenanceMode agentPortTls agentLogDump agentCoreDump agentSignLock exactPorts
    allowLoginToken strictTransportSecurity allowFraming nice404 selfUpdate cleanNpmCacheOnUpdate
    agentsInRam webPageLengthRandomization compression wsCompression agentWsCompression
    temporaryAgentUpdate amtScanner meshScanner allowHighQualityDesktop publicPushNotifications
    desktopMultiplex mpsTlsOffload mpsHighSecurity no2FactorAuth lockAgentDownload webRTC
    mongoDbChangeStream mongoDbBulkOperations amtManager noUsers noTls clearPower minifyCore fastCert
    keepCerts useNodeDefaultTLSCiphers vault`,
  ),
  ...kinds("port", `port mpsPort redirPort agentPort relayPort`),
  ...kinds(
    "port",
    `aliasPort redirAliasPort relayAliasPort agentAliasPort mpsAliasPort prometheus swarmPort`,
  ),
  ...kinds("count", `browserPing browserPong agentPing agentPong agentIdleTimeout sessionTime`),
  ...kinds("number", `noAgentUpdate agentUpdateSystem agentUpdateBlockSize`),
  ...kinds(
    "text",
    `cert mongoDb mongoDbName mongoDbCol sessionKey dbEncryptKey dbRecordsEncryptKey
    dbRecordsDecryptKey portBind redirPortBind agentPortBind agentAliasDNS agentTimeStampProxy
    orphanAgentUser meshErrorLogPath npmPath npmProxy npmTag ipBlockedUserRedirect authLog
    mpsPortBind mpsAliasHost runOnServerStarted runOnServerUpdated runOnServerError syslog syslogAuth
    syslogJson syslogTcp loginCookieEncryptionKey title title1 title2 extraScriptSrc rootCertCommonName
    mpsCert ciraLocalFqdn agentCoreDumpUsers core`,
  ),
  ...kinds(
    "text|list",
    `relayDNS userAllowedIP userBlockedIP agentAllowedIP agentBlockedIP swarmAllowedIP
    certificatePrivateKeyPassword tlsCiphers`,
  ),
  ...kinds("text|list|flag", `tlsOffload trustedProxy log debug ignoreAgentHashCheck`),
  ...kinds("flag|text", `agentTimeStampServer setupTelegram`),
  ...kinds("flag|text|section", `cookieIpCheck sqlite3 plugins autoBackup interceptor`),
  ...kinds("list", `interUserMessaging manageAllDeviceGroups manageCrossDomain`),
  ...kinds("flag|section", `maxInvalidLogin maxInvalid2fa acebase localDiscovery watchDog`),
  ...kinds(
    "section",
    `dbExpire webPush webRTCConfig webRTConfig redirects amtProvisioningServer crowdsec agentConfig
    assistantConfig mqtt`,
  ),
  ...kinds("section|text", `mariaDB mySQL postgres`),
  sessionSameSite: "strict/lax/none",
  cookieEncoding: "hex/base64",
};

/** `domains.NAME` and `domaindefaults`. */
export const domainKeys: Readonly<Record<string, Kind>> = {
  ...kinds(
    "flag",
    `showModernUIToggle scrollToTop minify hidePowerTimeline showNotesPanel userNameIsEmail
    welcomePictureFullScreen allowSavingDeviceCredentials guestDeviceSharing
    deviceSearchBarServerAndClientName deviceSearchBarGroupName agentInviteCodes agentNoProxy
    assistantNoProxy lockAgentDownload geoLocation ipLocation novnc mstsc ssh
    logoutOnIdleSessionTimeout urlSwitching ipkvm clipboardGet clipboardSet showPasswordLogin
    showLanguageSelect allowFraming desktopMultiplex localSessionRecording newAccountsCaptcha nousers`,
  ),
  ...kinds("flag|number", `newAccounts mobileSite`),
  ...kinds(
    "count",
    `siteStyle nightMode userQuota meshQuota maxDeviceView hide assistantTypeAgentInvite
    twoFactorCookieDurationDays userSessionIdleTimeout autoRemoveInactiveDevices`,
  ),
  ...kinds(
    "text",
    `title title1 title2 titleHtml titlePicture loginPicture pwaLogo rootRedirect
    unknownUserRootRedirect welcomeText welcomePicture meshMessengerTitle meshMessengerPicture footer
    loginFooter certUrl webEmailsPath webViewsPath webPublicPath desktopPrivacyBarText dns auth share
    newAccountsPass userSessionsSort orphanAgentUser ipBlockedUserRedirect agentTag
    ldapUserName ldapUserKey ldapUserBinaryKey ldapUserEmail ldapUserRealName ldapUserPhoneNumber
    ldapUserImage ldapUserGroups ldapSaveUserToFile`,
  ),
  ...kinds(
    "text|list",
    `userAllowedIP userBlockedIP agentAllowedIP agentBlockedIP ldapSiteAdminGroups
    ldapUserRequiredGroupMembership loginKey agentKey`,
  ),
  ...kinds("text|list|flag", `allowedOrigin ignoreAgentHashCheck`),
  ...kinds("flag|section", `ldapSyncWithUserGroups amtManager userRequiredHttpHeader`),
  ...kinds(
    "list",
    `newAccountsUserGroups newAccountEmailDomains newAccountsRights newAccountRealms
    preconfiguredScripts preconfiguredRemoteInput amtScanOptions agentConfig assistantConfig
    manageAllDeviceGroups`,
  ),
  ...kinds("list|section", `altMessenging customFiles`),
  ...kinds("section|flag", `agentSelfGuestSharing deviceMeshRouterLinks myServer`),
  ...kinds(
    "section",
    `passwordRequirements consentMessages notificationMessages agentCustomization agentFileInfo
    assistantCustomization androidCustomization userConsentFlags limits terminal desktop files
    amtAcmActivation redirects duo2factor yubikey httpHeaders sessionRecording authStrategies
    ldapOptions defaultUserWebState forcedUserWebState customUI smtp sendgrid sendmail`,
  ),
};

/** `letsencrypt`. */
export const letsencryptKeys: Readonly<Record<string, Kind>> = {
  ...kinds("flag", `production skipChallengeVerification`),
  ...kinds("text", `email`),
  ...kinds("text|list", `names`),
  ...kinds("section", `custom zerossl`),
  rsaKeySize: "number",
};

/** `smtp`, at the top and in domains. */
export const smtpKeys: Readonly<Record<string, Kind>> = {
  ...kinds("flag", `tls tlsCertCheck tlsStrict verifyEmail`),
  ...kinds("text", `host name from user pass`),
  ...kinds("section", `auth`),
  port: "port",
  emailDelaySeconds: "count",
};

/** `passwordRequirements` of a domain. */
export const passwordKeys: Readonly<Record<string, Kind>> = {
  ...kinds(
    "count",
    `min max upper lower numeric nonalpha reset oldPasswordBan hint autofido2fa twoFactorTimeout`,
  ),
  ...kinds(
    "flag",
    `banCommonPasswords force2factor email2factor sms2factor msg2factor push2factor otp2factor
    backupcode2factor single2factorwarning lock2factor`,
  ),
  ...kinds("flag|list", `loginTokens`),
  ...kinds("flag|text|list", `skip2factor`),
};

/** The top of the file. */
export const topKeys: readonly string[] = [
  "settings",
  "domaindefaults",
  "domains",
  "configfiles",
  "smtp",
  "letsencrypt",
  "peers",
  "sms",
  "messaging",
  "sendgrid",
  "sendmail",
  "firebase",
  "firebaserelay",
  "$schema",
];
