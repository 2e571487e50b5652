/** Which models callers can have; the module of channels tells it to whoever shows prices. */
export abstract class ServedModels {
  /** Names of the models that enabled channels of the group serve, sorted. */
  abstract modelsOf(group: string): readonly string[];
}
