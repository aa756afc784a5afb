// The fields of policy.sigstore.dev that are used here: no package has its types.
export interface IClusterImagePolicy {
  apiVersion: 'policy.sigstore.dev/v1beta1';
  kind: 'ClusterImagePolicy';
  metadata: { name: string };
  spec: {
    mode?: 'enforce' | 'warn';
    images: { glob: string }[];
    authorities: { name: string; key: { data: string; hashAlgorithm?: 'sha256' } }[];
  };
}
