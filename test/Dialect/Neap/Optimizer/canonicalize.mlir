// RUN: neap-opt %s --canonicalize --cse | FileCheck %s

// A rule has no effect but its results: state goes in and comes out.
// CHECK-LABEL: func.func @pure
// CHECK-SAME: %[[W:.*]]: tensor<3xf32>, %[[G:.*]]: tensor<3xf32>, %[[LR:.*]]: tensor<f32>, %[[STEP:.*]]: tensor<i64>
// CHECK-NEXT: %[[C:.*]] = neap.bias_correction %[[STEP]] beta 9.000000e-01
// CHECK-NEXT: %[[NEW:.*]]:3 = neap.adam %[[W]], %[[G]] scalars(%[[LR]], %[[C]], %[[C]])
// CHECK-NEXT: return %[[NEW]]#0
func.func @pure(%w: tensor<3xf32>, %g: tensor<3xf32>, %lr: tensor<f32>, %step: tensor<i64>) -> tensor<3xf32> {
  %c = neap.bias_correction %step beta 0.9 : tensor<i64> -> tensor<f32>
  %d = neap.bias_correction %step beta 0.9 : tensor<i64> -> tensor<f32>
  %0:3 = neap.adam %w, %g scalars(%lr, %c, %d) slots(%w, %w) {beta1 = 0.9 : f64, beta2 = 0.9 : f64, eps = 1.0e-8 : f64}
      : tensor<3xf32>, tensor<3xf32>, (tensor<f32>, tensor<f32>, tensor<f32>), (tensor<3xf32>, tensor<3xf32>) -> tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
  %1 = neap.sgd %w, %g scalars(%lr) : tensor<3xf32>, tensor<3xf32>, (tensor<f32>) -> tensor<3xf32>
  return %0#0 : tensor<3xf32>
}
