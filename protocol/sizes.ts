/** Bytes of a SHA-384 digest: server hash, NodeID, MeshID, ServerID, core hash. */
export const HASH_LENGTH = 48;

/** Bytes of each side's nonce. */
export const NONCE_LENGTH = 48;
