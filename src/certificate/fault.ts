// What is wrong with a certificate, in one line.
// Thrown by src/certificate.ts, put in words at start by src/start-faults.ts. It knows neither.

export class CertificateFault extends Error {
  override readonly name = 'CertificateFault';
}
