/** Whether the bytes between two addresses are UTF-8. JavaScript gives this function: Node finds it quickly. */
export declare function isUtf8(from: usize, to: usize): bool
