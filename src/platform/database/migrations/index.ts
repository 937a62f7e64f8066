import { Initial1763769600000 } from './1763769600000-initial';
import { Emergency1763856000000 } from './1763856000000-emergency';
import { LogProof1763860800000 } from './1763860800000-log-proof';
import { AiringClusters1763866800000 } from './1763866800000-airing-clusters';
import { EmergencyClusters1763877600000 } from './1763877600000-emergency-clusters';
import { Sessions1763881200000 } from './1763881200000-sessions';
import { RenditionWaveform1763884800000 } from './1763884800000-rendition-waveform';
import { RecordingFindings1763888400000 } from './1763888400000-recording-findings';
import { RecordingUpload1763892000000 } from './1763892000000-recording-upload';
import { People1763910000000 } from './1763910000000-people';
import { Compliance1763920000000 } from './1763920000000-compliance';
import { ReportLifecycle1763930000000 } from './1763930000000-report-lifecycle';
import { Reminders1763940000000 } from './1763940000000-reminders';
import { EmergencyWithdrawal1763950000000 } from './1763950000000-emergency-withdrawal';

/** In the order in which they run. */
export const migrations = [
  Initial1763769600000,
  Emergency1763856000000,
  LogProof1763860800000,
  AiringClusters1763866800000,
  EmergencyClusters1763877600000,
  Sessions1763881200000,
  RenditionWaveform1763884800000,
  RecordingFindings1763888400000,
  RecordingUpload1763892000000,
  People1763910000000,
  Compliance1763920000000,
  ReportLifecycle1763930000000,
  Reminders1763940000000,
  EmergencyWithdrawal1763950000000,
];
