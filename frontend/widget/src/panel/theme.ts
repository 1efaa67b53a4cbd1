/** Light or dark: as configured, or as the visitor's system is, also when that changes. */
export function followScheme(host: HTMLElement, scheme: "auto" | "light" | "dark"): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    host.dataset["scheme"] = scheme === "auto" ? (dark.matches ? "dark" : "light") : scheme;
  };
  apply();
  dark.addEventListener("change", apply);
}
