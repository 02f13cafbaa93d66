/**
 * Stands in for `adaptivecards/src/schema`, which the types of adaptivecards-templating import as
 * TypeScript source and which this project's stricter options refuse.
 */
export interface ICardElement {
  readonly type: string;
}
export interface IAdaptiveCard extends ICardElement {
  readonly version?: string;
}
