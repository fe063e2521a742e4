// RUN: not neap-opt %s --neap-differentiate='loss="softmax-cross-entropy,label-smoothing=2,colour=red;cross" optimizer=adam,beta1=1,momentum=0.9 lr-schedule=cosine,warmup=-1 accumulate=0' 2>&1 | FileCheck %s
// RUN: not neap-opt %s --neap-differentiate 2>&1 | FileCheck %s --check-prefix=MISSING

// Every mistake in one run, with option, value and expectation.
// CHECK: --loss 'softmax-cross-entropy,label-smoothing=2,colour=red': label-smoothing=2, expected a number from 0 to 1
// CHECK: unknown key 'colour', expected reduction, output, target, scale, class-axis, ignore-index, label-smoothing, targets
// CHECK: --loss 'cross': unknown loss 'cross', expected softmax-cross-entropy, nll, bce-with-logits, mse, l1, huber, identity
// CHECK: --optimizer 'adam,beta1=1,momentum=0.9': beta1=1, expected a number of at least 0, below 1
// CHECK: unknown key 'momentum', expected lr, beta1, beta2, eps, weight-decay, amsgrad
// CHECK: --lr-schedule 'cosine,warmup=-1': warmup=-1, expected a number of updates
// CHECK: needs total=
// CHECK: --accumulate 0, expected at least 1
// MISSING: --loss is missing, expected one of softmax-cross-entropy
module {
}
