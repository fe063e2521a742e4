// RUN: neap-opt %s | neap-opt | FileCheck %s

// CHECK-LABEL: func.func @batch_norm
// CHECK: neap.batch_norm {{.*}} -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
// CHECK: neap.batch_norm_inference {{.*}} -> tensor<4x3x5xf32>
func.func @batch_norm(%x: tensor<4x3x5xf32>, %s: tensor<3xf32>) -> tensor<4x3x5xf32> {
  %y:5 = neap.batch_norm %x, %s, %s, %s, %s {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  %z = neap.batch_norm_inference %y#0, %s, %s, %y#1, %y#2 {epsilon = 1.0e-5}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<4x3x5xf32>
  return %z : tensor<4x3x5xf32>
}

// Statistics of sixteen bits are f32.
// CHECK-LABEL: func.func @layer_norm
// CHECK: neap.layer_norm {{.*}} -> (tensor<4x6xbf16>, tensor<4x1xf32>, tensor<4x1xf32>)
func.func @layer_norm(%x: tensor<4x6xbf16>, %s: tensor<6xbf16>) -> tensor<4x6xbf16> {
  %y, %m, %v = neap.layer_norm %x, %s, %s {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<4x6xbf16>, tensor<6xbf16>, tensor<6xbf16>) -> (tensor<4x6xbf16>, tensor<4x1xf32>, tensor<4x1xf32>)
  return %y : tensor<4x6xbf16>
}

// CHECK-LABEL: func.func @others
// CHECK: neap.rms_norm
// CHECK: neap.group_norm
// CHECK: neap.softmax
// CHECK: neap.log_softmax
// CHECK: neap.lrn
// CHECK: neap.lp_normalization
func.func @others(%x: tensor<2x6x4xf32>, %s: tensor<4xf32>, %c: tensor<6xf32>) -> tensor<2x6x4xf32> {
  %r, %inv = neap.rms_norm %x, %s {axis = 2 : i64, epsilon = 1.0e-5}
      : (tensor<2x6x4xf32>, tensor<4xf32>) -> (tensor<2x6x4xf32>, tensor<2x6x1xf32>)
  %g, %m, %v = neap.group_norm %r, %c, %c {groups = 3 : i64, epsilon = 1.0e-5}
      : (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<2x6x4xf32>, tensor<2x3xf32>, tensor<2x3xf32>)
  %a = neap.softmax %g {axis = 1 : i64} : (tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
  %b = neap.log_softmax %a {axis = 2 : i64} : (tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
  %d = neap.lrn %b {size = 3 : i64, alpha = 1.0e-4, beta = 0.75, bias = 1.0} : (tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
  %e = neap.lp_normalization %d {axis = 1 : i64, p = 2 : i64} : (tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
  return %e : tensor<2x6x4xf32>
}

// CHECK-LABEL: func.func @gradients
func.func @gradients(%x: tensor<4x6xf32>, %s: tensor<6xf32>, %r: tensor<4x1xf32>, %g: tensor<4x3xf32>)
    -> (tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>) {
  // CHECK: neap.batch_norm_backward {{.*}} -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  %a, %as, %ab = neap.batch_norm_backward %x, %x, %s, %s, %s
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  // CHECK: neap.layer_norm_backward {{.*}} {axis = 1 : i64} : {{.*}} -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  %b, %bs, %bb = neap.layer_norm_backward %x, %x, %s, %r, %r {axis = 1 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4x1xf32>, tensor<4x1xf32>) -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  // CHECK: neap.rms_norm_backward {{.*}} {axis = 1 : i64} : {{.*}} -> (tensor<4x6xf32>, tensor<6xf32>)
  %c, %cs = neap.rms_norm_backward %x, %x, %s, %r {axis = 1 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4x1xf32>) -> (tensor<4x6xf32>, tensor<6xf32>)
  // CHECK: neap.group_norm_backward {{.*}} {groups = 3 : i64} : {{.*}} -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  %d, %ds, %db = neap.group_norm_backward %x, %x, %s, %g, %g {groups = 3 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4x3xf32>, tensor<4x3xf32>) -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  return %a, %b, %c, %d : tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>, tensor<4x6xf32>
}
