// RUN: neap-opt %s --neap-differentiate='loss=mse optimizer=sgd,momentum=0.9 accumulate=4 clip-grad-norm=1 keep-gradients' | FileCheck %s

// Accumulators hold the mean: the sweep starts from 1/4. The update clips, returns what was there before, and resets.

// CHECK: neap.global @"w/grad" accumulator
// CHECK: neap.global @"w/momentum" optimizer
// CHECK-LABEL: func.func @accumulate
// CHECK-SAME: %[[SUM:[^:]*]]: tensor<2x3xf32> {neap.bind = #neap.bind<global, "w/grad">})
// CHECK: neap.constant dense<2.500000e-01>
// CHECK-NOT: neap.sgd
// CHECK: %[[NEXT:.*]] = neap.add %[[SUM]]
// CHECK: return %{{.*}}, %[[NEXT]]
// CHECK-LABEL: func.func @update
// CHECK-SAME: %[[MEAN:[^:]*]]: tensor<2x3xf32> {neap.bind = #neap.bind<global, "w/grad">}
// CHECK-SAME: tensor<2x3xf32> {neap.bind = #neap.bind<gradient, "w">})
// CHECK: neap.reduce_sum_square
// CHECK: %[[CLIPPED:.*]] = neap.mul %[[MEAN]]
// CHECK: neap.sgd %{{.*}}, %[[CLIPPED]]
// CHECK: %[[ZERO:.*]] = neap.constant dense<0.000000e+00> : tensor<2x3xf32>
// CHECK: return %{{.*}}, %{{.*}}, %[[ZERO]], %[[MEAN]]
module attributes {neap.stage = "canonical"} {
  neap.global @w parameter trained : tensor<2x3xf32> = #neap.zero
  func.func @forward(%x: tensor<2x3xf32> {neap.bind = #neap.bind<data, "x">},
                     %w: tensor<2x3xf32> {neap.bind = #neap.bind<global, "w">})
      -> (tensor<2x3xf32> {neap.bind = #neap.bind<output, "y">}) {
    %y = neap.mul %x, %w : tensor<2x3xf32>
    return %y : tensor<2x3xf32>
  }
}
