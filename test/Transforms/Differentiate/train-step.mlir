// RUN: neap-opt %s -split-input-file --neap-differentiate='loss=softmax-cross-entropy' | FileCheck %s

// A multilayer perceptron: each update stands behind the op that completes its gradient.

// CHECK: neap.training = {{.*}}losses = [{{.*}}kind = "softmax-cross-entropy"
// CHECK: neap.global @control.learning_rate control : tensor<f32>
// CHECK-LABEL: func.func @step(
// CHECK-SAME: %[[X:[^:]*]]: tensor<4x8xf32> {neap.bind = #neap.bind<data, "x">}
// CHECK-SAME: %[[W1:[^:]*]]: tensor<8x16xf32> {neap.bind = #neap.bind<global, "w1">}
// CHECK-SAME: %[[W2:[^:]*]]: tensor<16x3xf32> {neap.bind = #neap.bind<global, "w2">}
// CHECK-SAME: %[[T:[^:]*]]: tensor<4xi64> {neap.bind = #neap.bind<target, "target">}
// CHECK-SAME: -> (tensor<f32> {neap.bind = #neap.bind<loss, "loss">}
// CHECK-SAME: {neap.bind = #neap.bind<global, "w1">}
// CHECK-SAME: {neap.bind = #neap.bind<global, "w2">}
// CHECK: %[[LOGITS:.*]] = neap.matmul %{{.*}}, %[[W2]]
// CHECK: neap.softmax_cross_entropy %[[LOGITS]], %[[T]]
// CHECK: %[[DLOGITS:.*]] = neap.softmax_cross_entropy_backward
// CHECK: %[[NEW2:.*]] = neap.sgd %[[W2]],
// CHECK-NOT: neap.sgd
// CHECK: neap.where
// CHECK: %[[NEW1:.*]] = neap.sgd %[[W1]],
// CHECK: return %{{.*}}, %[[NEW1]], %[[NEW2]]
// CHECK-LABEL: func.func @evaluate(
// CHECK-SAME: #neap.bind<output, "logits">
// CHECK-SAME: #neap.bind<loss_sum, "loss0">
// CHECK-SAME: #neap.bind<loss_weight, "loss0">
// CHECK-NOT: func.func @forward
module attributes {neap.stage = "canonical"} {
  neap.global @w1 parameter trained : tensor<8x16xf32> = #neap.zero
  neap.global @w2 parameter trained : tensor<16x3xf32> = #neap.zero
  func.func @forward(%x: tensor<4x8xf32> {neap.bind = #neap.bind<data, "x">},
                     %w1: tensor<8x16xf32> {neap.bind = #neap.bind<global, "w1">},
                     %w2: tensor<16x3xf32> {neap.bind = #neap.bind<global, "w2">})
      -> (tensor<4x3xf32> {neap.bind = #neap.bind<output, "logits">}) {
    %a = neap.matmul %x, %w1 : (tensor<4x8xf32>, tensor<8x16xf32>) -> tensor<4x16xf32>
    %h = neap.relu %a : tensor<4x16xf32>
    %y = neap.matmul %h, %w2 : (tensor<4x16xf32>, tensor<16x3xf32>) -> tensor<4x3xf32>
    return %y : tensor<4x3xf32>
  }
}
