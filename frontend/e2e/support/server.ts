// A real server with the demo's centre and nobody simulated, on a data folder of its own.

import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { expect } from "@playwright/test";

const ROOT = resolve(import.meta.dirname, "../../..");
const READY_MS = 120_000;

export interface ServerOptions {
  /** Serve an empty installation, as at the very first start. */
  empty?: boolean;
  /** Settings, by their names in the environment. */
  settings?: Record<string, string>;
  /** Called with the data folder before the first start. */
  prepare?: (data: string) => void;
}

export class Server {
  readonly address: string;
  readonly port: number;
  /** The folder of the database, the files and the mail. */
  readonly data: string;
  private readonly options: ServerOptions;
  private process: ChildProcess | undefined;
  private said = "";

  private constructor(port: number, data: string, options: ServerOptions) {
    this.port = port;
    this.data = data;
    this.options = options;
    this.address = `http://127.0.0.1:${port}`;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const data = mkdtempSync(join(tmpdir(), "onqueue-e2e-"));
    options.prepare?.(data);
    const server = new Server(await freePort(), data, options);
    await server.run();
    return server;
  }

  /** The address that an empty installation prints, with the token that its setup asks for. */
  async setupAddress(): Promise<string> {
    const printed = (): string | undefined => /http\S+\/desk\/setup#\S+/.exec(this.said)?.[0];
    await expect.poll(printed).toBeDefined();
    return printed() ?? "";
  }

  /** Kill the server as a power cut would, and start it again on the same data. */
  async killAndRestart(): Promise<void> {
    await this.kill();
    await this.run();
  }

  async kill(): Promise<void> {
    const running = this.process;
    this.process = undefined;
    if (running?.exitCode !== null) return;
    const ended = new Promise((done) => running.once("exit", done));
    running.kill("SIGKILL");
    await ended;
  }

  async run(): Promise<void> {
    const command = this.options.empty ? ["serve"] : ["demo", "--quiet"];
    this.process = spawn(
      join(ROOT, ".venv/bin/onqueue"),
      [...command, "--port", String(this.port), "--data", this.data],
      {
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ONQUEUE_PUBLIC_URL: "", ...this.options.settings },
      },
    );
    this.process.stdout?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    this.process.stderr?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    await this.ready();
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  private async ready(): Promise<void> {
    const until = Date.now() + READY_MS;
    while (Date.now() < until) {
      try {
        if ((await fetch(`${this.address}/health/ready`)).ok) return;
      } catch {
        // Not listening yet.
      }
      if (this.process?.exitCode !== null) break;
      await new Promise((wait) => setTimeout(wait, 50));
    }
    throw new Error(`the server did not become ready:\n${this.said}`);
  }
}

async function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer();
    probe.once("error", failed);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
