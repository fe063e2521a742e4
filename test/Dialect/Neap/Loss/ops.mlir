// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @class_indices_per_pixel
// CHECK: neap.softmax_cross_entropy %{{.*}}, %{{.*}} {ignore_index = 255 : i64, label_smoothing = 1.000000e-01 : f64} : tensor<2x5x4x4xf32>, tensor<2x4x4xi64> -> tensor<2xf32>, tensor<2xf32>, tensor<2x4x4xf32>
// CHECK: neap.softmax_cross_entropy_backward
func.func @class_indices_per_pixel(%x: tensor<2x5x4x4xf32>, %t: tensor<2x4x4xi64>, %g: tensor<2xf32>) -> tensor<2x5x4x4xf32> {
  %sum, %weight, %lse = neap.softmax_cross_entropy %x, %t {ignore_index = 255 : i64, label_smoothing = 0.1 : f64}
      : tensor<2x5x4x4xf32>, tensor<2x4x4xi64> -> tensor<2xf32>, tensor<2xf32>, tensor<2x4x4xf32>
  %dx = neap.softmax_cross_entropy_backward %g, %x, %t, %lse {ignore_index = 255 : i64, label_smoothing = 0.1 : f64}
      : tensor<2xf32>, tensor<2x5x4x4xf32>, tensor<2x4x4xi64>, tensor<2x4x4xf32>
  return %dx : tensor<2x5x4x4xf32>
}

// CHECK-LABEL: func.func @classes_at_the_last_axis
// CHECK: neap.softmax_cross_entropy %{{.*}}, %{{.*}} {class_axis = 2 : i64} : tensor<2x7x5xbf16>, tensor<2x7xi32> -> tensor<2xf32>, tensor<2xf32>, tensor<2x7xf32>
func.func @classes_at_the_last_axis(%x: tensor<2x7x5xbf16>, %t: tensor<2x7xi32>) -> tensor<2xf32> {
  %sum, %weight, %lse = neap.softmax_cross_entropy %x, %t {class_axis = 2 : i64}
      : tensor<2x7x5xbf16>, tensor<2x7xi32> -> tensor<2xf32>, tensor<2xf32>, tensor<2x7xf32>
  return %sum : tensor<2xf32>
}

// CHECK-LABEL: func.func @class_probabilities
// CHECK: neap.soft_target_cross_entropy
// CHECK: neap.soft_target_cross_entropy_backward
func.func @class_probabilities(%x: tensor<4x3xf64>, %t: tensor<4x3xf64>, %g: tensor<4xf64>) -> tensor<4x3xf64> {
  %sum, %lse, %total = neap.soft_target_cross_entropy %x, %t : tensor<4x3xf64>, tensor<4x3xf64> -> tensor<4xf64>, tensor<4xf64>, tensor<4xf64>
  %dx = neap.soft_target_cross_entropy_backward %g, %x, %t, %lse, %total : tensor<4xf64>, tensor<4x3xf64>, tensor<4xf64>
  return %dx : tensor<4x3xf64>
}

// CHECK-LABEL: func.func @log_probabilities
// CHECK: neap.nll
// CHECK: neap.nll_backward
func.func @log_probabilities(%x: tensor<4x3xf32>, %t: tensor<4xi64>, %g: tensor<4xf32>) -> tensor<4x3xf32> {
  %sum, %weight = neap.nll %x, %t : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>
  %dx = neap.nll_backward %g, %t : tensor<4xf32>, tensor<4xi64> -> tensor<4x3xf32>
  return %dx : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @element_losses
// CHECK: neap.mse
// CHECK: neap.l1
// CHECK: neap.huber %{{.*}}, %{{.*}} {delta = 2.000000e+00 : f64}
// CHECK: neap.bce_with_logits
// CHECK: neap.huber_backward
func.func @element_losses(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %a = neap.mse %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  %b = neap.l1 %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  %c = neap.huber %x, %t {delta = 2.0 : f64} : tensor<4x3xf32> -> tensor<4xf32>
  %d = neap.bce_with_logits %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  %dx = neap.huber_backward %c, %x, %t {delta = 2.0 : f64} : tensor<4xf32>, tensor<4x3xf32>
  return %dx : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @scalar_output
// CHECK: neap.mse %{{.*}}, %{{.*}} : tensor<f32> -> tensor<f32>
func.func @scalar_output(%x: tensor<f32>, %t: tensor<f32>) -> tensor<f32> {
  %a = neap.mse %x, %t : tensor<f32> -> tensor<f32>
  return %a : tensor<f32>
}

// CHECK-LABEL: func.func @gradients_of_element_losses
func.func @gradients_of_element_losses(%g: tensor<4xf32>, %x: tensor<4x3xbf16>, %t: tensor<4x3xbf16>) -> tensor<4x3xbf16> {
  // CHECK: neap.mse_backward %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4x3xbf16>
  %0 = neap.mse_backward %g, %x, %t : tensor<4xf32>, tensor<4x3xbf16>
  // CHECK: neap.l1_backward %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4x3xbf16>
  %1 = neap.l1_backward %g, %0, %t : tensor<4xf32>, tensor<4x3xbf16>
  // CHECK: neap.bce_with_logits_backward %{{.*}}, %{{.*}}, %{{.*}} : tensor<4xf32>, tensor<4x3xbf16>
  %2 = neap.bce_with_logits_backward %g, %1, %t : tensor<4xf32>, tensor<4x3xbf16>
  return %2 : tensor<4x3xbf16>
}
