// Texts whose keys the code puts together: the one place that lists them. "*" stands for any characters.
// Say for each what the star is, so that a reader knows where its values come from.
export const dynamicTexts: readonly string[] = [];
