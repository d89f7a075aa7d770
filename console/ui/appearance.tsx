import { language, LANGUAGES, t, useLanguage } from "../i18n/translate.ts";
import { type Theme, theme, useTheme } from "../session/theme.ts";

/** Language, and light or dark. */
export function Appearance() {
  return (
    <div class="appearance">
      <select
        aria-label={t("appearance.language")}
        value={language.value}
        onChange={(event) => useLanguage(event.currentTarget.value)}
      >
        {Object.entries(LANGUAGES).map(([code, name]) => (
          <option key={code} value={code}>{name}</option>
        ))}
      </select>
      <select
        aria-label={t("appearance.theme")}
        value={theme.value}
        onChange={(event) => useTheme(event.currentTarget.value as Theme)}
      >
        <option value="system">{t("appearance.system")}</option>
        <option value="light">{t("appearance.light")}</option>
        <option value="dark">{t("appearance.dark")}</option>
      </select>
    </div>
  );
}
