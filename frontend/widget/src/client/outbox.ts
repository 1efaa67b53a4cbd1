/**
 * What has the customer sent that the server has not yet acknowledged?
 *
 * It is kept in the browser's local storage, one key for each item, so that it survives a reload
 * and a closed tab, and so that two tabs adding at once cannot overwrite each other. Ids begin
 * with the time, so the order of the keys is the order of sending.
 */

import type { FileRef, KeptFrame } from "./frames";
import type { World } from "./world";

export interface Failure {
  code: string;
  title: string;
  field: string | null;
  fields: Record<string, string>;
}

export interface Item {
  frame: KeptFrame;
  at: number;
  /** What the files are called, for showing; the frame only carries their ids. */
  files: FileRef[];
  failure: Failure | null;
}

/** More than this is not typing; it protects the page's storage. */
export const ITEMS_MAX = 200;

export class Outbox {
  readonly prefix: string;
  private readonly world: World;
  private items: Item[] = [];
  private counter = 0;
  private latest = 0;

  constructor(world: World, prefix: string) {
    this.world = world;
    this.prefix = prefix;
    this.reload();
  }

  /** In the order of sending. */
  all(): readonly Item[] {
    return this.items;
  }

  next(): Item | undefined {
    return this.items.find((item) => !item.failure);
  }

  newId(): string {
    this.counter = (this.counter + 1) % 1296;
    // A clock that is set back must not put a message before an earlier one.
    this.latest = Math.max(this.latest, this.world.now());
    const time = this.latest.toString(36).padStart(9, "0");
    const count = this.counter.toString(36).padStart(2, "0");
    let chance = "";
    while (chance.length < 16) chance += Math.floor(this.world.random() * 36).toString(36);
    return `${time}${count}${chance}`;
  }

  add(frame: KeptFrame, files: FileRef[] = []): boolean {
    if (this.items.length >= ITEMS_MAX) return false;
    this.write({ frame, at: this.world.now(), files, failure: null });
    return true;
  }

  fail(id: string, failure: Failure): void {
    const item = this.find(id);
    if (item) this.write({ ...item, failure });
  }

  retry(id: string): void {
    const item = this.find(id);
    if (item) this.write({ ...item, failure: null });
  }

  remove(id: string): void {
    this.world.store.remove(this.prefix + id);
    this.items = this.items.filter((item) => item.frame.id !== id);
  }

  /** Another tab has changed something. */
  reload(): void {
    this.items = this.world.store
      .keys()
      .filter((key) => key.startsWith(this.prefix))
      .map((key) => parseItem(this.world.store.get(key)))
      .filter((item) => item !== null)
      .sort(inOrder);
  }

  find(id: string): Item | undefined {
    return this.items.find((item) => item.frame.id === id);
  }

  private write(item: Item): void {
    const id = item.frame.id;
    this.world.store.set(this.prefix + id, JSON.stringify(item));
    this.items = [...this.items.filter((other) => other.frame.id !== id), item].sort(inOrder);
  }
}

function inOrder(a: Item, b: Item): number {
  return a.frame.id < b.frame.id ? -1 : 1;
}

function parseItem(text: string | null): Item | null {
  try {
    const item = JSON.parse(text ?? "null") as Item | null;
    return typeof item?.frame.id === "string" ? item : null;
  } catch {
    return null;
  }
}
