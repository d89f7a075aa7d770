/**
 * Bytes of a SHA-384 digest: server hash, NodeID, MeshID, ServerID, core hash. Each side's nonce
 * is as long.
 */
export const HASH_LENGTH = 48;
