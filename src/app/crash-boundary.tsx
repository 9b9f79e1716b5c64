// The last net: an error that nobody expected shows a calm page from which everything can still be saved to a file.

import { Component, type ReactNode } from 'react';

type Props = { readonly fallback: (error: unknown) => ReactNode; readonly children: ReactNode };
type State = { readonly error: unknown; readonly failed: boolean };

export class CrashBoundary extends Component<Props, State> {
  override readonly state: State = { error: undefined, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback(this.state.error) : this.props.children;
  }
}
