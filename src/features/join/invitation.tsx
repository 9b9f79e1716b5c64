// The two steps of an invitation: its code, then what it offers. Whatever goes wrong, the code stays in its field.

import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';
import type { Result } from '#domain/result.ts';
import { useServices } from '#features/services.ts';
import type { Invitation as InvitationFacts } from '#protocol/invitation.ts';
import { CodeForm } from './code-form.tsx';
import { codeInFragment, isCodeAtFault, type JoinError } from './join-view.ts';
import { forgetCode, keepCode, keptCode } from './kept-code.ts';
import { Offer } from './offer.tsx';

type Step =
  | { readonly at: 'code'; readonly error?: JoinError | 'missing' }
  | { readonly at: 'looking' }
  | { readonly at: 'offer'; readonly invitation: InvitationFacts; readonly error?: JoinError }
  | { readonly at: 'joining'; readonly invitation: InvitationFacts };

export function Invitation() {
  const { hash } = useLocation();
  const { joining, enter } = useServices();
  const [code, setCode] = useState(keptCode);
  const [step, setStep] = useState<Step>({ at: 'code' });
  const [wasOffered, setWasOffered] = useState(false);

  const type = (text: string) => {
    setCode(text);
    keepCode(text);
    if (step.at === 'code' && step.error) setStep({ at: 'code' });
  };

  const showFound = (found: Result<InvitationFacts, JoinError>) => {
    setWasOffered(found.ok);
    setStep(found.ok ? { at: 'offer', invitation: found.value } : { at: 'code', error: found.refusal });
  };

  const look = async (wanted: string) => {
    if (wanted.trim() === '') return setStep({ at: 'code', error: 'missing' });
    setStep({ at: 'looking' });
    showFound(await joining.look(wanted));
  };

  const join = async (invitation: InvitationFacts, deviceName: string) => {
    setStep({ at: 'joining', invitation });
    const joined = await joining.join(code, deviceName);
    if (!joined.ok) {
      const another = isCodeAtFault(joined.refusal);
      return setStep(another ? { at: 'code', error: joined.refusal } : { at: 'offer', invitation, error: joined.refusal });
    }
    forgetCode();
    await enter('real'); // starts anew as the person who joined, at Today
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: a link is looked at once; new services are no new link
  useEffect(() => {
    const linked = codeInFragment(hash);
    if (linked === '') return;
    keepCode(linked);
    setCode(linked);
    setStep({ at: 'looking' });
    let current = true;
    joining.look(linked).then((found) => {
      if (current) showFound(found);
    });
    return () => {
      current = false;
    };
  }, [hash]);

  if (step.at === 'code' || step.at === 'looking') {
    return (
      <CodeForm
        code={code}
        error={step.at === 'code' ? step.error : undefined}
        looking={step.at === 'looking'}
        takesFocus={wasOffered}
        onType={type}
        onLook={look}
      />
    );
  }
  return (
    <Offer
      invitation={step.invitation}
      error={step.at === 'offer' ? step.error : undefined}
      joining={step.at === 'joining'}
      onJoin={(deviceName) => join(step.invitation, deviceName)}
      onOtherCode={() => setStep({ at: 'code' })}
    />
  );
}
