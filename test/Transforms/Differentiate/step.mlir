// RUN: neap-opt %s -split-input-file --neap-differentiate='loss=mse optimizer=adam,lr=0.1' | FileCheck %s

// One initializer read twice: both contributions are added before the one update.
// CHECK-LABEL: func.func @step
// CHECK: %[[DW:.*]] = neap.add
// CHECK: neap.adam %{{.*}}, %[[DW]]
// CHECK-NOT: neap.adam
// CHECK: return
module @shared_weight attributes {neap.stage = "canonical"} {
  neap.global @w parameter trained : tensor<2x3xf32> = #neap.zero
  func.func @forward(%x: tensor<2x3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<2x3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<2x3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %a = neap.mul %x, %w : tensor<2x3xf32>
    %b = neap.exp %a : tensor<2x3xf32>
    %y = neap.mul %b, %w : tensor<2x3xf32>
    return %y : tensor<2x3xf32>
  }
}

// -----

// Gradients of what is frozen are never built, and neither is that of the input.
// CHECK-LABEL: neap.global @frozen
// CHECK: neap.global @"w/exp_avg" optimizer : tensor<2x3xf32> = #neap.zero
// CHECK: neap.global @"w/exp_avg_sq" optimizer : tensor<2x3xf32> = #neap.zero
// CHECK: neap.global @control.learning_rate control : tensor<f32>
// CHECK: neap.global @control.step control : tensor<i64>
// CHECK-LABEL: func.func @step
// CHECK: neap.mse_backward
// CHECK-NEXT: neap.mul
// CHECK-NEXT: neap.bias_correction
// CHECK: neap.adam
// CHECK: return
module @frozen attributes {neap.stage = "canonical"} {
  neap.global @frozen parameter : tensor<2x3xf32> = #neap.zero
  neap.global @w parameter trained : tensor<2x3xf32> = #neap.zero
  func.func @forward(%x: tensor<2x3xf32> {neap.bind = #neap.bind<data, "x">},
                     %f: tensor<2x3xf32> {neap.bind = #neap.bind<global, "frozen">},
                     %w: tensor<2x3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<2x3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %a = neap.mul %x, %f : tensor<2x3xf32>
    %y = neap.mul %a, %w : tensor<2x3xf32>
    return %y : tensor<2x3xf32>
  }
}

// -----

// New values of state globals pass through the step, not through evaluation.
// CHECK-LABEL: func.func @step
// CHECK-SAME: tensor<3xf32> {neap.bind = #neap.bind<global, "mean">})
// CHECK-LABEL: func.func @evaluate
// CHECK-NOT: neap.bind<global, "mean">
// CHECK: return
module @state attributes {neap.stage = "canonical"} {
  neap.global @w parameter trained : tensor<3xf32> = #neap.zero
  neap.global @mean state : tensor<3xf32> = #neap.zero
  func.func @forward(%x: tensor<3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<3xf32> {neap.bind = #neap.bind<global, "w">},
                     %m: tensor<3xf32> {neap.bind = #neap.bind<global, "mean">})
      -> (tensor<3xf32> {neap.bind = #neap.bind<output, "y">}, tensor<3xf32> {neap.bind = #neap.bind<global, "mean">}) {
    %y = neap.mul %x, %w : tensor<3xf32>
    %next = neap.add %m, %x : tensor<3xf32>
    return %y, %next : tensor<3xf32>, tensor<3xf32>
  }
}

// -----

// An autoencoder: the graph input is the target.
// CHECK-LABEL: func.func @step
// CHECK-NOT: neap.bind<target
module @input_is_target attributes {neap.stage = "canonical"} {
  neap.global @w parameter trained : tensor<4x2xf32> = #neap.zero
  neap.global @control.seed control : tensor<i64>
  neap.global @control.step control : tensor<i64>
  neap.global @control.microbatch control : tensor<i64>
  func.func @forward(%x: tensor<4x2xf32> {neap.bind = #neap.bind<data, "target">},
                     %w: tensor<4x2xf32> {neap.bind = #neap.bind<global, "w">},
                     %seed: tensor<i64> {neap.bind = #neap.bind<global, "control.seed">},
                     %step: tensor<i64> {neap.bind = #neap.bind<global, "control.step">},
                     %micro: tensor<i64> {neap.bind = #neap.bind<global, "control.microbatch">})
      -> (tensor<4x2xf32> {neap.bind = #neap.bind<output, "y">}) {
    // The gradient draws the mask again from the key.
    // CHECK: %[[KEY:.*]] = neap.random_key
    // CHECK: neap.dropout %{{.*}}, %[[KEY]] ratio
    // CHECK: %[[DY:.*]] = neap.mse_backward
    // CHECK-NEXT: neap.dropout %[[DY]], %[[KEY]] ratio
    %key = neap.random_key %seed, %step, %micro id 1 : tensor<i64>, tensor<i64>, tensor<i64> -> tensor<i64>
    %a = neap.mul %x, %w : tensor<4x2xf32>
    %y = neap.dropout %a, %key ratio 0.5 : tensor<4x2xf32>, tensor<i64>
    // CHECK-LABEL: func.func @evaluate
    // CHECK-NOT: neap.dropout
    // CHECK-NOT: neap.random_key
    // CHECK: return
    return %y : tensor<4x2xf32>
  }
}
