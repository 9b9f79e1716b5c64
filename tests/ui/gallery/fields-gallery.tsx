import { Check, Printer } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonRow } from '#ui/button.tsx';
import { DayField, RadioField, SelectField } from '#ui/choice-field.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { TextArea, TextField } from '#ui/field.tsx';
import { Menu } from '#ui/menu.tsx';
import { Page, Section } from '#ui/page.tsx';
import { StatusBadge } from '#ui/status-badge.tsx';

export function FieldsGallery({ german }: { german: boolean }) {
  const [title, setTitle] = useState('Pavimentar la calle del mercado');
  const [text, setText] = useState(
    'La regidora pidió que se avise antes a los comerciantes.\nAcordamos verlo en la próxima sesión con el delegado de San Juan Tepecoculco.',
  );
  const [theme, setTheme] = useState<'' | 'services'>('services');
  const [day, setDay] = useState('2025-09-30');
  const [verdict, setVerdict] = useState<string>('under-way');
  const [asking, setAsking] = useState(new URLSearchParams(location.search).has('dialog'));
  return (
    <Page
      title={german ? 'Niederschrift bearbeiten' : 'Capturar la minuta'}
      kicker={german ? 'Arbeitsgruppe Kommunale Finanzverwaltung' : 'Sesión 5 · 15 jul 2025'}
    >
      <TextField
        label={german ? 'Bezeichnung der Maßnahme' : 'Acción'}
        value={title}
        onChange={setTitle}
        maxLength={34}
        status={german ? 'Auf diesem Handy gespeichert' : 'Guardado en este celular'}
      />
      <TextField
        label={german ? 'Verantwortlich' : 'Responsable'}
        optionalLabel="(opcional)"
        hint={german ? 'Name und Amtsbezeichnung' : 'Nombre y cargo'}
        value=""
        onChange={() => {}}
        placeholder="Rosa Martínez, tesorera"
      />
      <TextField
        label={german ? 'Einladungscode' : 'Código de invitación'}
        value="XK4"
        onChange={() => {}}
        error={
          german
            ? 'Der Code hat acht Zeichen. Bitte prüfen Sie ihn noch einmal.'
            : 'El código tiene ocho letras. Revíselo, por favor.'
        }
      />
      <SelectField
        label={german ? 'Thema' : 'Tema'}
        value={theme}
        onChange={setTheme}
        emptyLabel="—"
        options={[{ value: 'services', label: german ? 'Öffentliche Dienstleistungen' : 'Servicios públicos' }]}
      />
      <DayField label={german ? 'Frist' : 'Fecha compromiso'} value={day} onChange={setDay} />
      <TextArea
        label={german ? 'Anmerkungen' : 'Observaciones'}
        value={text}
        onChange={setText}
        status={german ? 'Auf diesem Handy gespeichert' : 'Guardado en este celular'}
      />
      <RadioField
        label={german ? 'Bewertung' : 'Dictamen'}
        value={verdict}
        onChange={setVerdict}
        options={[
          { value: 'on-target', shown: <StatusBadge status="on-target" label={german ? 'Im Ziel' : 'Óptimo'} /> },
          { value: 'under-way', shown: <StatusBadge status="under-way" label={german ? 'In Arbeit' : 'En proceso'} /> },
          { value: 'behind', shown: <StatusBadge status="behind" label={german ? 'Im Rückstand' : 'Rezago'} /> },
          {
            value: 'not-measurable',
            shown: <StatusBadge status="not-measurable" label={german ? 'Nicht messbar' : 'No medible'} />,
          },
          {
            value: 'no-information',
            shown: <StatusBadge status="no-information" label={german ? 'Keine Angabe' : 'Información no disponible'} />,
          },
        ]}
      />
      <Section title={german ? 'Schaltflächen' : 'Botones'}>
        <p>{german ? 'Eine klare Handlung je Seite.' : 'Una acción clara por pantalla.'}</p>
        <ButtonRow>
          <Button variant="primary" icon={<Check aria-hidden />} onClick={() => setAsking(true)}>
            {german ? 'Niederschrift zur Unterzeichnung freigeben' : 'Enviar minuta'}
          </Button>
          <Button icon={<Printer aria-hidden />}>{german ? 'Drucken' : 'Imprimir'}</Button>
          <Button variant="danger">{german ? 'Handy sperren' : 'Dar de baja'}</Button>
          <Button variant="plain-text">{german ? 'Später' : 'Más tarde'}</Button>
          <Button disabled>{german ? 'Gesperrt' : 'No disponible'}</Button>
        </ButtonRow>
      </Section>
      {asking && (
        <Dialog
          title={german ? 'Niederschrift freigeben' : 'Enviar la minuta'}
          closeLabel={german ? 'Schließen' : 'Cerrar'}
          onClose={() => setAsking(false)}
          footer={
            <>
              <Button variant="primary" onClick={() => setAsking(false)}>
                {german ? 'Niederschrift freigeben' : 'Enviar minuta'}
              </Button>
              <Button onClick={() => setAsking(false)}>{german ? 'Weiter bearbeiten' : 'Seguir capturando'}</Button>
            </>
          }
        >
          <p>
            {german
              ? 'Danach sehen alle Gemeinden der Arbeitsgruppe diesen Text.'
              : 'Después la ven todos los municipios del grupo de trabajo.'}
          </p>
          <Menu
            label="Más"
            items={[
              { label: 'Una', onSelect: () => {} },
              { label: 'Dos', onSelect: () => {} },
            ]}
          />
        </Dialog>
      )}
    </Page>
  );
}
