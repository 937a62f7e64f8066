/** The part of pdfmake 0.3 that is used here; it ships no types. */
declare module 'pdfmake' {
  type Margin = readonly [number, number, number, number];
  export interface Style {
    readonly fontSize?: number;
    readonly bold?: boolean;
    readonly italics?: boolean;
    readonly alignment?: 'left' | 'center' | 'right' | 'justify';
    readonly margin?: Margin;
    readonly lineHeight?: number;
    readonly preserveLeadingSpaces?: boolean;
    readonly noWrap?: boolean;
  }
  export interface Node extends Style {
    readonly text?: string | readonly Node[];
    readonly stack?: readonly Node[];
    readonly columns?: readonly Node[];
    readonly width?: number | '*';
    readonly svg?: string;
    readonly canvas?: readonly object[];
    readonly table?: {
      readonly headerRows: number;
      readonly keepWithHeaderRows?: number;
      readonly dontBreakRows?: boolean;
      readonly widths: readonly (number | '*')[];
      readonly body: readonly (readonly Node[])[];
    };
    readonly layout?: object;
    readonly rowSpan?: number;
    readonly colSpan?: number;
    readonly pageBreak?: 'before';
    readonly pageOrientation?: 'portrait' | 'landscape';
    readonly headlineLevel?: number;
    readonly unbreakable?: boolean;
    readonly leadingIndent?: number;
  }
  export interface Placed extends Pick<Node, 'headlineLevel'> {
    /** In points; the ratio is of the inner height, from above. */
    readonly startPosition: { readonly pageInnerHeight: number; readonly verticalRatio: number };
  }
  export interface DocumentDefinition {
    readonly pageSize: 'A4';
    readonly pageMargins: Margin;
    readonly info: Readonly<Record<string, string>>;
    readonly language: string;
    readonly defaultStyle: Style & { readonly font: string };
    readonly header: (page: number) => Node | null;
    readonly pageBreakBefore?: (node: Placed) => boolean;
    readonly content: readonly Node[];
  }
  export interface Pdfmake {
    setFonts(fonts: Readonly<Record<string, Readonly<Record<string, string>>>>): void;
    setUrlAccessPolicy(allowed: (url: string) => boolean): void;
    setLocalAccessPolicy(allowed: (path: string) => boolean): void;
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Buffer> };
  }
  const pdfmake: Pdfmake;
  export default pdfmake;
}
