/**
 * The text that carries arguments into a program and results out of it: JSON in which every
 * container says what it was, so that a list, a tuple and a set stay apart and no dictionary can
 * pose as one of them. Both ends speak it; neither ever unpickles or evaluates.
 *
 *   null, true, "text"      themselves               12, 123456789012345678901234567890   integers, any size
 *   1.5, 1.0, 1e300         floats (have . or e)     ["f","nan"|"inf"|"-inf"]              other floats
 *   ["l",a,b]  list, array  ["t",a,b]  tuple         ["s",a,b]  set                        ["b","6869"]  bytes, hex
 *   ["d",[k,v],[k,v]]  dict, object                  ["m",[k,v]]  Map                      ["u"]  undefined
 *   ["o","TypeName"]   anything else: opaque, equal to nothing
 *
 * JavaScript numbers that are integers are written without a point. Depth is at most 200 and
 * length at most `maxValueBytes`; beyond either the encoder inside the sandbox reports an opaque
 * value named `too_deep` or `too_large`.
 */
export const maxValueDepth = 200;
export const maxValueBytes = 16 << 20;
