import { parseInput } from '../../platform/http/parse';
import { InvalidInput } from '../../platform/http/problem';
import { orderForm, typedOrder } from './emergency-forms';

const filled = { sound: 'recording:5f0c7f1e', scope: 'all', reason: ' Lũ ống ', documentNumber: '12/CĐ-UBND' };

function faultsOf(form: Record<string, unknown>): readonly string[] {
  try {
    parseInput(orderForm, form);
    return [];
  } catch (error) {
    return (error as InvalidInput).faults.map(({ path }) => path);
  }
}

describe('the form that authorises an emergency', () => {
  it('orders a recording for all clusters, and a live source for so many minutes', () => {
    expect(parseInput(orderForm, filled)).toEqual({
      sound: { kind: 'recording', recordingId: '5f0c7f1e' },
      ...{ reason: 'Lũ ống', documentNumber: '12/CĐ-UBND', clusterCodes: null },
    });
    const live = { ...filled, sound: 'live:phong-thu', minutes: '10', scope: 'some', clusters: 'cum-02' };
    expect(parseInput(orderForm, live)).toMatchObject({
      sound: { kind: 'live', source: 'phong-thu', maxDurationSeconds: 600 },
      clusterCodes: ['cum-02'],
    });
  });

  it('refuses what could mean two things, and a live source without an end', () => {
    expect(faultsOf({ ...filled, clusters: ['cum-02'] })).toEqual(['clusters']);
    expect(faultsOf({ ...filled, scope: 'some' })).toEqual(['clusters']);
    for (const minutes of ['', '0', '61', '1e1', '-5', '5,5'])
      expect(faultsOf({ ...filled, sound: 'live:phong-thu', minutes })).toEqual(['minutes']);
    expect(faultsOf({})).toEqual(['sound', 'scope', 'reason', 'documentNumber']);
    expect(faultsOf({ ...filled, reason: '  ' })).toEqual(['reason']);
  });

  it('gives back whatever was typed', () => {
    expect(typedOrder({ ...filled, clusters: 'cum-02' })).toMatchObject({ reason: ' Lũ ống ', clusters: ['cum-02'] });
    expect(typedOrder(undefined)).toEqual({ clusters: [] });
  });
});
