/** CDKTF keeps the stack of each token for its messages; jest would map each frame of it to the sources. */
exports.captureStackTrace = () => []
