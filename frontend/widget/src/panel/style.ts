import css from "./panel.css?inline";

export const PANEL_STYLE = css;
