/** A bulk insert's body; more comes in several. */
export const bodyBytesMax = 16 * 1024 * 1024;
