declare module 'pngjs' {
  interface Image {
    readonly width: number;
    readonly height: number;
    /** Red, green, blue, alpha; row by row. */
    readonly data: Buffer;
  }
  export const PNG: {
    readonly sync: { read(png: Uint8Array): Image; write(image: Image): Buffer };
  };
}
