import type { Enrollment } from "../../protocol/mod.ts";
import type { ConsentLevel } from "../access.ts";
import { AgentError } from "../agent_error.ts";
import { type AgentState, AgentStateEvent, BrowserAgent } from "../browser_agent.ts";
import { defaultDeviceName } from "../device_facts.ts";
import type { AgentFeature } from "../feature.ts";
import { memoryIdentity } from "../identity_store.ts";
import { indexedDbIdentity } from "../indexeddb_identity.ts";
import { type Agreement, agreementFor } from "./agreement.ts";
import { ElementBase } from "./element_base.ts";
import { loadEnrollment } from "./enrollment_source.ts";
import { ELEMENT_FEATURES } from "./features.ts";
import { createView, type ViewModel } from "./view.ts";

/**
 * `<mesh-agent>`: an agent with a face. Attributes:
 *
 * - `enrollment`: URL of an enrolment file, or its text (JSON or `.msh`);
 * - `name`: the device's name; `features`: names separated by spaces;
 * - `autostart`: connects by itself; `persist`: the same device after a reload;
 * - `managed`: the embedder declares a managed browser: the person is not asked to enrol;
 * - `consent`: `prompt` (the default); with `managed` also `notify` or `none`: whether the person is
 *   asked when an operator wants in;
 * - `source`: a CSS selector of the `<canvas>` or `<video>` that the feature `desktop` shows, several
 *   as several displays; without it the person picks a screen, a window or a tab;
 * - `worker`: URL of `cs-mesh-worker.js`, for a page whose content policy forbids workers from blobs
 *   (docs/content-policy.md).
 *
 * Without `managed` nobody is enrolled before they were told server and group, and agreed. The
 * agreement is remembered together with the identity, when that one is (`persist`).
 *
 * Fires `statechange` as the agent does.
 */
export class MeshAgentElement extends ElementBase {
  /** The features that the attribute `features` may name, and how each is made. */
  static readonly features: Map<string, (element: HTMLElement) => AgentFeature> = new Map(
    ELEMENT_FEATURES,
  );

  readonly #show: (model: ViewModel) => void;
  /** One for the life of the element: disconnecting and connecting makes no second device. */
  readonly #memoryIdentity = memoryIdentity();
  #agent: BrowserAgent | undefined;
  #enrollment: Enrollment | undefined;
  #agreement: Agreement | undefined;
  #asking = false;
  #error: AgentError | undefined;
  #features: readonly AgentFeature[] = [];
  #connected: AbortController | undefined;

  /** An element that waits to be put into a page. */
  constructor() {
    super();
    this.#show = createView(this.attachShadow({ mode: "open" }), {
      start: () => void this.start(),
      stop: () => void this.stop(),
      agree: () => this.#agree(),
      decline: () => this.#decline(),
      persist: (on) => this.toggleAttribute("persist", on),
    });
  }

  /** The agent, once the element has started one. */
  get agent(): BrowserAgent | undefined {
    return this.#agent;
  }

  /** The agent's state; `idle` before there is one. */
  get state(): AgentState {
    return this.#agent?.state ?? "idle";
  }

  /** Reads the enrolment, and begins when it may begin by itself. */
  connectedCallback(): void {
    this.#connected = new AbortController();
    void this.#prepare(this.#connected.signal);
  }

  /** Goes offline: a device that is not on the page is not managed. */
  disconnectedCallback(): void {
    this.#connected?.abort();
    void this.stop();
  }

  /** Connects; asks the person first when they have not agreed yet. Never rejects. */
  async start(): Promise<void> {
    if (this.#enrollment === undefined) {
      if (this.#connected === undefined || !await this.#load(this.#connected.signal)) return;
    }
    if (this.#mayEnroll) return await this.#connect();
    this.#asking = true;
    this.#update();
  }

  /** Disconnects. */
  async stop(): Promise<void> {
    this.#asking = false;
    await this.#agent?.close();
    this.#update();
  }

  get #mayEnroll(): boolean {
    return this.hasAttribute("managed") || this.#agreement?.given === true;
  }

  async #prepare(signal: AbortSignal): Promise<void> {
    this.#update();
    if (!await this.#load(signal)) return;
    if (this.hasAttribute("autostart")) await this.start();
  }

  async #load(signal: AbortSignal): Promise<boolean> {
    try {
      if (!isSecureContext) throw new AgentError("insecure-context", "this page is not secure");
      this.#enrollment = await loadEnrollment(this.getAttribute("enrollment"), signal);
      this.#agreement = await agreementFor(this.#enrollment);
      this.#error = undefined;
    } catch (error) {
      if (!signal.aborted) this.#error = error as AgentError;
    }
    // The element has left the page meanwhile.
    if (signal.aborted) return false;
    this.#update();
    return this.#error === undefined;
  }

  #agree(): void {
    this.#asking = false;
    if (this.hasAttribute("persist")) this.#agreement?.remember();
    void this.#connect();
  }

  #decline(): void {
    this.#asking = false;
    this.#agreement?.forget();
    this.#update();
  }

  async #connect(): Promise<void> {
    const page = this.#connected?.signal;
    if (this.#enrollment === undefined || this.state === "online") return;
    await this.#agent?.close();
    if (page?.aborted) return;
    this.#error = undefined;
    try {
      this.#agent = this.#createAgent(this.#enrollment);
      this.#agent.addEventListener("statechange", (event) => this.#changed(event));
      await this.#agent.connect({ retry: true });
    } catch (error) {
      this.#error = error as AgentError;
      this.#update();
    }
  }

  #createAgent(enrollment: Enrollment): BrowserAgent {
    return new BrowserAgent({
      ...enrollment,
      ...(this.#name === null ? {} : { name: this.#name }),
      features: this.#features = this.#createFeatures(),
      managed: this.hasAttribute("managed"),
      consent: this.#consent,
      ...(this.#worker === null ? {} : { workerUrl: this.#worker }),
      identity: this.hasAttribute("persist") ? indexedDbIdentity() : this.#memoryIdentity,
    });
  }

  get #name(): string | null {
    return this.getAttribute("name") || null;
  }

  get #worker(): string | null {
    return this.getAttribute("worker") || null;
  }

  get #consent(): ConsentLevel {
    const consent = this.getAttribute("consent") ?? "prompt";
    if (consent !== "prompt" && consent !== "notify" && consent !== "none") {
      throw new AgentError("bad-options", `consent="${consent}": not prompt, notify or none`);
    }
    if (consent !== "prompt" && !this.hasAttribute("managed")) {
      throw new AgentError("bad-options", `consent="${consent}" needs a managed browser`);
    }
    return consent;
  }

  #createFeatures(): AgentFeature[] {
    const names = this.getAttribute("features")?.split(/\s+/).filter(Boolean) ?? [];
    return names.map((name) => {
      const create = MeshAgentElement.features.get(name);
      if (create !== undefined) return create(this);
      const known = [...MeshAgentElement.features.keys()].join(", ") || "none";
      throw new AgentError("bad-options", `no feature "${name}" in this build (has: ${known})`);
    });
  }

  #changed({ state, error }: AgentStateEvent): void {
    this.#error = error;
    this.#update();
    this.dispatchEvent(new AgentStateEvent(state, error));
  }

  #update(): void {
    this.#show({
      state: this.state,
      name: this.#name ?? defaultDeviceName(),
      enrollment: this.#enrollment,
      asking: this.#asking,
      persist: this.hasAttribute("persist"),
      error: this.#error,
      features: this.#features,
    });
  }
}
