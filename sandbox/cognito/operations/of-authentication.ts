import { adminInitiateAuth } from './adminInitiateAuth.ts';
import { adminRespondToAuthChallenge } from './adminRespondToAuthChallenge.ts';
import { adminSetUserMFAPreference } from './adminSetUserMFAPreference.ts';
import { adminUserGlobalSignOut } from './adminUserGlobalSignOut.ts';
import { associateSoftwareToken } from './associateSoftwareToken.ts';
import { changePassword } from './changePassword.ts';
import { confirmForgotPassword } from './confirmForgotPassword.ts';
import { forgotPassword } from './forgotPassword.ts';
import { getTokensFromRefreshToken } from './getTokensFromRefreshToken.ts';
import { getUserAuthFactors } from './getUserAuthFactors.ts';
import { globalSignOut } from './globalSignOut.ts';
import { initiateAuth } from './initiateAuth.ts';
import { respondToAuthChallenge } from './respondToAuthChallenge.ts';
import { revokeToken } from './revokeToken.ts';
import { setUserMFAPreference } from './setUserMFAPreference.ts';
import { verifySoftwareToken } from './verifySoftwareToken.ts';

/** Signing in and out, passwords and second factors, by the name on the wire. */
export const authenticationOperations = {
  AdminInitiateAuth: adminInitiateAuth,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminSetUserMFAPreference: adminSetUserMFAPreference,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AssociateSoftwareToken: associateSoftwareToken,
  ChangePassword: changePassword,
  ConfirmForgotPassword: confirmForgotPassword,
  ForgotPassword: forgotPassword,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  GetUserAuthFactors: getUserAuthFactors,
  GlobalSignOut: globalSignOut,
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  RevokeToken: revokeToken,
  SetUserMFAPreference: setUserMFAPreference,
  VerifySoftwareToken: verifySoftwareToken,
};
