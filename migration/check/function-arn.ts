/** Whether `arn:aws:lambda:<region>:<account>:function:<name>`, perhaps with an alias behind, is the function of this name. */
export const isFunction = (arn: string, name: string | undefined): boolean => arn.split(':')[6] === name;
