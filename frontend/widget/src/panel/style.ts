/** The panel's one style sheet; what depends on the medium comes last, to win. */

import chat from "./chat.css?inline";
import media from "./media.css?inline";
import panel from "./panel.css?inline";

export const PANEL_STYLE = panel + chat + media;
