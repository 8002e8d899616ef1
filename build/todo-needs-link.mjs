// A lint rule of our own: work left for later is visible to everyone, not only to those who read this file.

/** Reports a comment that puts work off (see the words in the expression) and links to nothing. */
export const todoNeedsLink = {
  meta: { type: "suggestion", schema: [], messages: { link: "Do it now, or link to where it is tracked." } },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          const isForLater = /\b(?:TODO|FIXME|XXX)\b/.test(comment.value);
          if (isForLater && !/https?:\/\/\S/.test(comment.value))
            context.report({ loc: comment.loc, messageId: "link" });
        }
      },
    };
  },
};
