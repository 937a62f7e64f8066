import type { UnfinishedUpload } from '../../recordings/resumable/unfinished.service';
import { UNFINISHED_WORDS } from '../pages/unfinished-words';
import { momentText, nameText } from '../presenters/format';
import { bytesText } from '../presenters/system';
import { SureForm } from './forms';
import { Empty } from './parts';
import { Shell, type Frame, type Notice } from './shell';

interface UnfinishedProps {
  readonly frame: Frame;
  readonly notice: Notice | null;
  readonly uploads: readonly UnfinishedUpload[];
  readonly timeZone: string;
}

export function UnfinishedPage({ frame, notice, uploads, timeZone }: UnfinishedProps) {
  const words = UNFINISHED_WORDS[frame.words.language];
  return (
    <Shell frame={frame} title={words.title} notice={notice}>
      <p class="tt-contents">
        <a href="/ban-ghi">{words.back}</a>
      </p>
      <p class="tt-muted">{words.intro}</p>
      {uploads.length === 0 && <Empty icon="check">{words.none}</Empty>}
      <ul class="tt-cards">
        {uploads.map((upload) => (
          <Upload key={upload.id} frame={frame} upload={upload} timeZone={timeZone} />
        ))}
      </ul>
    </Shell>
  );
}

interface UploadProps {
  readonly frame: Frame;
  readonly upload: UnfinishedUpload;
  readonly timeZone: string;
}

function Upload({ frame, upload, timeZone }: UploadProps) {
  const words = UNFINISHED_WORDS[frame.words.language];
  const { id, filename, uploadedBy, received, size, touchedAt, expiresAt, mayCancel } = upload;
  const percent = Math.floor((received / size) * 100);
  const [came, whole] = [bytesText(received, frame.words), bytesText(size, frame.words)];
  return (
    <li class="tt-card tt-section">
      <h3 class="tt-card-title">{filename}</h3>
      <p>{words.received(came, whole, percent)}</p>
      <p class="tt-muted">
        {words.by}: {nameText(uploadedBy, frame.words)}. {words.touched}: {momentText(touchedAt, timeZone)}.{' '}
        {words.expires}: {momentText(expiresAt, timeZone)}.
      </p>
      {mayCancel && (
        <SureForm frame={frame} action={`/ban-ghi/tai-len-do/${id}/huy`} words={words.cancel} about={filename} />
      )}
    </li>
  );
}
