// RUN: neap-opt %s --neap-show-gradient | FileCheck %s

// CHECK-LABEL: func.func @mse
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: neap.mse %[[X]], %[[T]] : tensor<4x3xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mse_backward %[[DY]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x3xf32>
// CHECK-NEXT: return %[[V1]], %[[C]]
func.func @mse(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.mse %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @l1
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: neap.l1 %[[X]], %[[T]] : tensor<4x3xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.l1_backward %[[DY]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x3xf32>
// CHECK-NEXT: return %[[V1]], %[[C]]
func.func @l1(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.l1 %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @huber
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: neap.huber %[[X]], %[[T]] {delta = 2.000000e+00 : f64} : tensor<4x3xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.huber_backward %[[DY]], %[[X]], %[[T]] {delta = 2.000000e+00 : f64} : tensor<4xf32>, tensor<4x3xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x3xf32>
// CHECK-NEXT: return %[[V1]], %[[C]]
func.func @huber(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.huber %x, %t {delta = 2.0 : f64} : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @bce_with_logits
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: neap.bce_with_logits %[[X]], %[[T]] : tensor<4x3xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.bce_with_logits_backward %[[DY]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x3xf32>
// CHECK-NEXT: return %[[V1]], %[[C]]
func.func @bce_with_logits(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.bce_with_logits %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @nll
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4xi64>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: neap.nll %[[X]], %[[T]] {ignore_index = 7 : i64} : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.nll_backward %[[DY]], %[[T]] {ignore_index = 7 : i64} : tensor<4xf32>, tensor<4xi64> -> tensor<4x3xf32>
// CHECK-NEXT: return %[[V2]]
func.func @nll(%x: tensor<4x3xf32>, %t: tensor<4xi64>) -> tensor<4xf32> {
  %y, %w = neap.nll %x, %t {ignore_index = 7 : i64} : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @softmax_cross_entropy
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4xi64>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %{{.*}}, %{{.*}}, %[[V2:.*]] = neap.softmax_cross_entropy %[[X]], %[[T]] {label_smoothing = 5.000000e-01 : f64} : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.softmax_cross_entropy_backward %[[DY]], %[[X]], %[[T]], %[[V2]] {label_smoothing = 5.000000e-01 : f64} : tensor<4xf32>, tensor<4x3xf32>, tensor<4xi64>, tensor<4xf32>
// CHECK-NEXT: return %[[V3]]
func.func @softmax_cross_entropy(%x: tensor<4x3xf32>, %t: tensor<4xi64>) -> tensor<4xf32> {
  %y, %w, %l = neap.softmax_cross_entropy %x, %t {label_smoothing = 0.5 : f64} : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @soft_target_cross_entropy
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %{{.*}}, %[[V1:.*]], %[[V2:.*]] = neap.soft_target_cross_entropy %[[X]], %[[T]] : tensor<4x3xf32>, tensor<4x3xf32> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.soft_target_cross_entropy_backward %[[DY]], %[[X]], %[[T]], %[[V1]], %[[V2]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x3xf32>
// CHECK-NEXT: return %[[V3]], %[[C]]
func.func @soft_target_cross_entropy(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y, %l, %m = neap.soft_target_cross_entropy %x, %t : tensor<4x3xf32>, tensor<4x3xf32> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return %y : tensor<4xf32>
}
