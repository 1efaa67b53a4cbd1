/** Onqueue's look: paper and ink with a touch of green, petrol to act, coral for what rings. */
import {
  Badge,
  Button,
  createTheme,
  Input,
  Kbd,
  Menu,
  Modal,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";

const petrol: MantineColorsTuple = [
  "#e8f5f3", "#cfe9e5", "#a1d4cd", "#6cbbb1", "#3fa498",
  "#1f8e82", "#0f776c", "#0b625a", "#0a4e48", "#083b37",
];
const coral: MantineColorsTuple = [
  "#fff0ec", "#ffdfd6", "#ffbaa8", "#ff947a", "#fb6f4e",
  "#ee5430", "#cf3f1d", "#ab3215", "#8a2a14", "#6d2312",
];
const amber: MantineColorsTuple = [
  "#fff7e5", "#feecc6", "#fbd98f", "#f6c355", "#efad27",
  "#d9950c", "#a96f04", "#875804", "#684406", "#4d3306",
];
const leaf: MantineColorsTuple = [
  "#e8f7ee", "#cdecd9", "#9edab6", "#69c58f", "#3db06d",
  "#1f9b55", "#137f44", "#0f6737", "#0d522d", "#0a3d22",
];
const violet: MantineColorsTuple = [
  "#f3f0fb", "#e4ddf6", "#c9bced", "#ac98e2", "#9278d8",
  "#7c5fcb", "#674ab3", "#553c94", "#443076", "#34255a",
];
const gray: MantineColorsTuple = [
  "#f8f8f5", "#f0f1ed", "#e5e7e2", "#d5d8d2", "#b5bbb5",
  "#8b9490", "#5d6864", "#46514d", "#2f3a37", "#1a2321",
];
const dark: MantineColorsTuple = [
  "#dfe7e4", "#b9c5c1", "#93a39e", "#62726d", "#374542",
  "#2a3633", "#1f2928", "#161e1d", "#101716", "#0a100f",
];

export const theme = createTheme({
  fontFamily: "'Geist Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, monospace",
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "1.5rem", lineHeight: "1.25" },
      h2: { fontSize: "1.1875rem", lineHeight: "1.3" },
      h3: { fontSize: "1rem", lineHeight: "1.35" },
      h4: { fontSize: "0.875rem", lineHeight: "1.4" },
    },
  },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.1875rem" },
  lineHeights: { xs: "1.35", sm: "1.45", md: "1.5", lg: "1.5", xl: "1.4" },
  spacing: { xs: "0.5rem", sm: "0.75rem", md: "1rem", lg: "1.5rem", xl: "2rem" },
  radius: { xs: "4px", sm: "6px", md: "8px", lg: "12px", xl: "18px" },
  defaultRadius: "md",
  primaryColor: "petrol",
  primaryShade: { light: 6, dark: 5 },
  colors: { petrol, coral, amber, leaf, violet, gray, dark, red: coral, yellow: amber, green: leaf },
  black: "#1a2321",
  cursorType: "pointer",
  focusRing: "auto",
  respectReducedMotion: true,
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    Badge: Badge.extend({ defaultProps: { variant: "light", radius: "sm" } }),
    Input: Input.extend({ defaultProps: { size: "sm" } }),
    Kbd: Kbd.extend({ defaultProps: { size: "xs" } }),
    Menu: Menu.extend({ defaultProps: { shadow: "lg", radius: "md" } }),
    Modal: Modal.extend({
      defaultProps: { radius: "lg", centered: true, overlayProps: { backgroundOpacity: 0.35, blur: 2 } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, fz: "xs" } }),
  },
});

/** The few surfaces that every screen is made of, light and dark. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {
    "--oq-rail": "#0a2e2b",
    "--oq-rail-ink": "#b9d6d1",
    "--oq-rail-on": "#ffffff",
  },
  light: {
    "--oq-canvas": "#f3f4ef",
    "--oq-surface": "#ffffff",
    "--oq-sunken": "#f8f8f5",
    "--oq-line": "#e3e6e0",
    "--oq-line-strong": "#d0d5ce",
    "--oq-ink": "#1a2321",
    "--oq-dim": "#5d6864",
    "--oq-hover": "#f0f2ed",
    "--oq-chosen": "#e4f1ee",
    "--oq-chosen-line": "#0f776c",
    "--oq-reply": "#dff0ed",
    "--oq-reply-ink": "#0b3a36",
    "--oq-customer": "#eff1ec",
    "--oq-note": "#fff5d9",
    "--oq-note-line": "#ecd392",
    "--oq-note-ink": "#5b4204",
    "--oq-whisper": "#f1edfb",
    "--oq-whisper-line": "#cfc2ee",
    "--oq-whisper-ink": "#443076",
    "--oq-ring": "#ee5430",
    "--oq-ring-bg": "#fff6f3",
    "--oq-shadow": "0 1px 2px rgb(20 40 36 / 6%), 0 8px 24px -10px rgb(20 40 36 / 16%)",
    "--mantine-color-dimmed": "#5d6864",
    "--mantine-color-error": "#b53414",
  },
  dark: {
    "--oq-rail": "#0b1817",
    "--oq-canvas": "#0c1312",
    "--oq-surface": "#141c1b",
    "--oq-sunken": "#111817",
    "--oq-line": "#243130",
    "--oq-line-strong": "#34433f",
    "--oq-ink": "#e4ebe8",
    "--oq-dim": "#97a7a2",
    "--oq-hover": "#1a2423",
    "--oq-chosen": "#14302d",
    "--oq-chosen-line": "#3fa498",
    "--oq-reply": "#123a36",
    "--oq-reply-ink": "#dcf2ee",
    "--oq-customer": "#1e2827",
    "--oq-note": "#2f2710",
    "--oq-note-line": "#574718",
    "--oq-note-ink": "#f3dfa6",
    "--oq-whisper": "#241e36",
    "--oq-whisper-line": "#443763",
    "--oq-whisper-ink": "#d9cdf5",
    "--oq-ring": "#fb6f4e",
    "--oq-ring-bg": "#2a1a15",
    "--oq-shadow": "0 1px 2px rgb(0 0 0 / 40%), 0 10px 28px -10px rgb(0 0 0 / 60%)",
    "--mantine-color-body": "#141c1b",
    "--mantine-color-text": "#e4ebe8",
    "--mantine-color-dimmed": "#97a7a2",
    "--mantine-color-error": "#ff947a",
    "--mantine-color-default-border": "#34433f",
  },
});
