/** How somebody showed who they are, and when (epoch seconds). */
export interface AuthenticationMethod {
  readonly method: string;
  readonly timestamp: number;
  readonly provider?: string;
}
