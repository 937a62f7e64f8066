import { EnvironmentError } from '../platform/config/environment';
import { engineOutputs } from './engine-outputs';

const everyOutput = { role: 'transmission', label: 'Loa', calibrationMs: 0 } as const;
const server = { host: '10.0.0.5', port: 8000, mount: '/a.mp3', user: 'source', bitrateKbps: 64 } as const;
const icecast = { ...everyOutput, ...server, code: 'mang', kind: 'icecast', passwordEnv: 'ICECAST_PASSWORD' } as const;
const station = { id: 'son-mai', name: 'Đài xã', timeZone: 'Asia/Ho_Chi_Minh' };

describe('engineOutputs', () => {
  it('passes the name of the password on, never the password', () => {
    const outputs = engineOutputs({ station, outputs: [icecast] }, { ICECAST_PASSWORD: 'hush' });
    expect(outputs).toEqual([
      {
        ...server,
        code: 'mang',
        kind: 'icecast',
        calibrationMs: 0,
        passwordEnv: 'ICECAST_PASSWORD',
        idleTitle: 'Đài xã',
      },
    ]);
    expect(JSON.stringify(outputs)).not.toContain('hush');
  });

  it.each([{}, { ICECAST_PASSWORD: '' }])('refuses to start without the password, in both languages', (environment) => {
    const attempt = (): unknown => engineOutputs({ station, outputs: [icecast] }, environment);
    expect(attempt).toThrow(EnvironmentError);
    expect(attempt).toThrow(
      /ICECAST_PASSWORD: đầu ra "mang".*chưa được đặt\.\nICECAST_PASSWORD: output "mang".*not set/s,
    );
  });
});
