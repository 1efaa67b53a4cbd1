/** The launcher: one button in a shadow root, styled by nobody but us. */

export const STYLE = `:host{all:initial!important;display:block!important;position:fixed!important;inset-block-end:20px!important;inset-inline-end:20px!important;z-index:2147483000!important}
:host([data-position=left]){inset-inline:20px auto!important}
:host([data-mode=page]){inset:0!important}
:host([data-mode=page]) #launcher{display:none}
#launcher{all:unset;box-sizing:border-box;display:flex;align-items:center;justify-content:center;gap:10px;min-width:56px;height:56px;padding:0 16px;border-radius:28px;background:var(--oq-accent);color:var(--oq-ink);font:600 15px/1 var(--onqueue-font,system-ui,sans-serif);cursor:pointer;box-shadow:0 1px 2px #0003,0 6px 20px #00000030;position:relative;margin-inline-start:auto;transition:transform .15s,box-shadow .15s}
#launcher:hover{transform:translateY(-1px);box-shadow:0 2px 4px #0003,0 10px 28px #00000038}
#launcher:focus-visible{outline:3px solid var(--oq-accent);outline-offset:3px}
svg{width:24px;height:24px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
[aria-expanded=true] .l{display:none}
#badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-width:22px;height:22px;padding:0 6px;box-sizing:border-box;border-radius:11px;background:#c92a2a;color:#fff;font-size:12px;line-height:22px;text-align:center}
#badge:empty{display:none}
@media (max-width:480px),(max-height:420px){#launcher[aria-expanded=true]{display:none}}
@media (prefers-reduced-motion:reduce){#launcher{transition:none}}
@media print{:host{display:none!important}}`;

const CHAT = "M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3 21l2-5.8A8.4 8.4 0 1 1 21 11.5z";
const DOWN = "m6 9 6 6 6-6";

export interface Bubble {
  button: HTMLButtonElement;
  label: (text: string) => void;
  show: (open: boolean, unread: number) => void;
}

export function drawBubble(root: ShadowRoot, label: string): Bubble {
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K) => document.createElement(tag);
  const draw = (tag: string) => document.createElementNS("http://www.w3.org/2000/svg", tag);
  const button = make("button");
  const icon = draw("svg");
  const path = draw("path");
  const text = make("span");
  const badge = make("span");
  button.id = "launcher";
  button.type = "button";
  text.className = "l";
  text.textContent = label;
  badge.id = "badge";
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  icon.append(path);
  button.append(icon, badge);
  if (label) icon.after(text);
  root.append(button);
  return {
    button,
    label: (name) => button.setAttribute("aria-label", name),
    show: (open, unread) => {
      button.setAttribute("aria-expanded", String(open));
      path.setAttribute("d", open ? DOWN : CHAT);
      badge.textContent = unread && !open ? String(Math.min(unread, 99)) : "";
    },
  };
}

/** White or near-black, whichever is easier to read on the accent colour. */
export function inkOn(color: string): string {
  const light = (color.match(/[\d.]+/g) ?? [])
    .slice(0, 3)
    .map((part) => Number(part) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, index) => sum + part * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.058 ? "#fff" : "#16181d";
}
