// What this endpoint calls itself.

import project from '../package.json' with { type: 'json' };

export const version: string = project.version;
