import { useTranslation } from 'react-i18next';
import { NotebookDrawing } from '#ui/drawings/notebook.tsx';
import { Empty } from '#ui/empty.tsx';
import { ListDetail } from '#ui/list-detail.tsx';
import { PlansColumn } from './plans-column.tsx';

/** All plans that this user may see. */
export function PlansPage() {
  const { t } = useTranslation('plans');
  return (
    <ListDetail
      showing="list"
      list={<PlansColumn />}
      detail={<Empty drawing={<NotebookDrawing />} title={t('list.chooseTitle')} text={t('list.choose')} />}
    />
  );
}
