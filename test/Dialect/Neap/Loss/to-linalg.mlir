// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1) -> (d0)>

// CHECK-LABEL: func.func @mse
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]] : tensor<4x3xf32>, tensor<4x3xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.subf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V3:.*]] = arith.subf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[V3]], %[[V2]]
// CHECK-NEXT: %[[V5:.*]] = arith.addf %[[OUT1]], %[[V4]]
// CHECK-NEXT: linalg.yield %[[V5]]
// CHECK: return %[[V1]]
func.func @mse(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.mse %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @mse_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP1]], #[[MAP1]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V1:.*]] = arith.subf %[[E1]], %[[E2]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[C]], %[[V1]]
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[E]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: return %[[V]]
func.func @mse_backward(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %y = neap.mse_backward %g, %x, %t : tensor<4xf32>, tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @l1
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]] : tensor<4x3xf32>, tensor<4x3xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.subf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V3:.*]] = math.absf %[[V2]]
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[OUT1]], %[[V3]]
// CHECK-NEXT: linalg.yield %[[V4]]
// CHECK: return %[[V1]]
func.func @l1(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.l1 %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @l1_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP1]], #[[MAP1]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V1:.*]] = arith.subf %[[E1]], %[[E2]]
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.cmpf olt, %[[C]], %[[V1]]
// CHECK-NEXT: %[[V3:.*]] = arith.select %[[V2]], %[[C2]], %[[C]]
// CHECK-NEXT: %[[V4:.*]] = arith.cmpf olt, %[[V1]], %[[C]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[C1]], %[[V3]]
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[E]], %[[V5]]
// CHECK-NEXT: linalg.yield %[[V6]]
// CHECK: return %[[V]]
func.func @l1_backward(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %y = neap.l1_backward %g, %x, %t : tensor<4xf32>, tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @huber
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]] : tensor<4x3xf32>, tensor<4x3xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.subf %[[E]], %[[E1]]
// CHECK-NEXT: %[[V3:.*]] = math.absf %[[V2]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 5.000000e-01
// CHECK-NEXT: %[[V4:.*]] = arith.mulf %[[C1]], %[[V3]]
// CHECK-NEXT: %[[V5:.*]] = arith.mulf %[[V4]], %[[V3]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V6:.*]] = arith.subf %[[V3]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V7:.*]] = arith.mulf %[[C3]], %[[V6]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V8:.*]] = arith.cmpf olt, %[[V3]], %[[C4]]
// CHECK-NEXT: %[[V9:.*]] = arith.select %[[V8]], %[[V5]], %[[V7]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[OUT1]], %[[V9]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: return %[[V1]]
func.func @huber(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.huber %x, %t {delta = 2.0 : f64} : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @huber_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP1]], #[[MAP1]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V1:.*]] = arith.subf %[[E1]], %[[E2]]
// CHECK-NEXT: %[[C:.*]] = arith.constant -2.000000e+00
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.cmpf olt, %[[C1]], %[[V1]]
// CHECK-NEXT: %[[V3:.*]] = arith.select %[[V2]], %[[C1]], %[[V1]]
// CHECK-NEXT: %[[V4:.*]] = arith.cmpf olt, %[[V1]], %[[C]]
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V4]], %[[C]], %[[V3]]
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[E]], %[[V5]]
// CHECK-NEXT: linalg.yield %[[V6]]
// CHECK: return %[[V]]
func.func @huber_backward(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %y = neap.huber_backward %g, %x, %t {delta = 2.0 : f64} : tensor<4xf32>, tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @bce_with_logits
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]] : tensor<4x3xf32>, tensor<4x3xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = math.absf %[[E]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = math.exp %[[V3]]
// CHECK-NEXT: %[[V5:.*]] = math.log1p %[[V4]]
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[E]], %[[E1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V7:.*]] = arith.maximumf %[[E]], %[[C2]]
// CHECK-NEXT: %[[V8:.*]] = arith.subf %[[V7]], %[[V6]]
// CHECK-NEXT: %[[V9:.*]] = arith.addf %[[V8]], %[[V5]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[OUT1]], %[[V9]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: return %[[V1]]
func.func @bce_with_logits(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4xf32> {
  %y = neap.bce_with_logits %x, %t : tensor<4x3xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @bce_with_logits_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP1]], #[[MAP1]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[X]], %[[T]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V1:.*]] = math.absf %[[E1]]
// CHECK-NEXT: %[[C:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[V1]], %[[C]]
// CHECK-NEXT: %[[V3:.*]] = math.exp %[[V2]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[C2]], %[[V3]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V5:.*]] = arith.cmpf olt, %[[E1]], %[[C3]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V5]], %[[V3]], %[[C1]]
// CHECK-NEXT: %[[V7:.*]] = arith.divf %[[V6]], %[[V4]]
// CHECK-NEXT: %[[V8:.*]] = arith.subf %[[V7]], %[[E2]]
// CHECK-NEXT: %[[V9:.*]] = arith.mulf %[[E]], %[[V8]]
// CHECK-NEXT: linalg.yield %[[V9]]
// CHECK: return %[[V]]
func.func @bce_with_logits_backward(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> tensor<4x3xf32> {
  %y = neap.bce_with_logits_backward %g, %x, %t : tensor<4xf32>, tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @nll
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C1]]
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[T]] : tensor<4xi64>) outs(%[[V]], %[[V1]] : tensor<4xf32>, tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: i64, %[[OUT2:.*]]: f32, %[[OUT3:.*]]: f32):
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[C3:.*]] = arith.constant 2
// CHECK-NEXT: %[[V3:.*]] = arith.maxsi %[[E]], %[[C2]]
// CHECK-NEXT: %[[V4:.*]] = arith.minsi %[[V3]], %[[C3]]
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi eq, %[[V4]], %[[E]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 7
// CHECK-NEXT: %[[V6:.*]] = arith.cmpi eq, %[[E]], %[[C4]]
// CHECK-NEXT: %[[V7:.*]] = arith.index_cast %[[V4]] : i64 to index
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[X]][%[[I]], %[[V7]]] : tensor<4x3xf32>
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C6:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V9:.*]] = arith.select %[[V6]], %[[C5]], %[[C6]]
// CHECK-NEXT: %[[C7:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[V10:.*]] = arith.mulf %[[V8]], %[[C7]]
// CHECK-NEXT: %[[C8:.*]] = arith.constant 0x7FC00000
// CHECK-NEXT: %[[V11:.*]] = arith.select %[[V5]], %[[V10]], %[[C8]]
// CHECK-NEXT: %[[C9:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V12:.*]] = arith.select %[[V6]], %[[C9]], %[[V11]]
// CHECK-NEXT: %[[V13:.*]] = arith.addf %[[OUT2]], %[[V12]]
// CHECK-NEXT: %[[V14:.*]] = arith.addf %[[OUT3]], %[[V9]]
// CHECK-NEXT: linalg.yield %[[V13]], %[[V14]] : f32, f32
// CHECK: return %[[V2]]#0, %[[V2]]#1
func.func @nll(%x: tensor<4x3xf32>, %t: tensor<4xi64>) -> (tensor<4xf32>, tensor<4xf32>) {
  %s, %w = neap.nll %x, %t {ignore_index = 7 : i64} : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>
  return %s, %w : tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @nll_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[T:.*]]: tensor<4xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP2]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[T]] : tensor<4xf32>, tensor<4xi64>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: i64, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[V1:.*]] = arith.maxsi %[[E1]], %[[C]]
// CHECK-NEXT: %[[V2:.*]] = arith.minsi %[[V1]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.cmpi eq, %[[V2]], %[[E1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant false
// CHECK-NEXT: %[[V4:.*]] = arith.index_cast %[[V2]] : i64 to index
// CHECK-NEXT: %[[I:.*]] = linalg.index 1
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi eq, %[[I]], %[[V4]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant -1.000000e+00
// CHECK-NEXT: %[[V6:.*]] = arith.mulf %[[E]], %[[C3]]
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V7:.*]] = arith.select %[[V5]], %[[V6]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0x7FC00000
// CHECK-NEXT: %[[V8:.*]] = arith.select %[[V3]], %[[V7]], %[[C5]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V9:.*]] = arith.select %[[C2]], %[[C6]], %[[V8]]
// CHECK-NEXT: linalg.yield %[[V9]]
// CHECK: return %[[V]]
func.func @nll_backward(%g: tensor<4xf32>, %t: tensor<4xi64>) -> tensor<4x3xf32> {
  %y = neap.nll_backward %g, %t : tensor<4xf32>, tensor<4xi64> -> tensor<4x3xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @softmax_cross_entropy
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4xi64>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x3xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.maximumf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: %[[V3:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C1]]
// CHECK: %[[V4:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[V1]] : tensor<4x3xf32>, tensor<4xf32>) outs(%[[V3]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[OUT3:.*]]: f32):
// CHECK-NEXT: %[[V5:.*]] = arith.subf %[[E1]], %[[E2]]
// CHECK-NEXT: %[[V6:.*]] = math.exp %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.addf %[[OUT3]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]]
// CHECK: %[[V8:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[V1]], %[[V4]] : tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%[[E3:.*]]: f32, %[[E4:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V9:.*]] = math.log %[[E4]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[E3]], %[[V9]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: %[[V11:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C2]]
// CHECK: %[[V12:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C3]]
// CHECK: %[[V13:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[T]], %[[V8]] : tensor<4xi64>, tensor<4xf32>) outs(%[[V11]], %[[V12]] : tensor<4xf32>, tensor<4xf32>)
// CHECK: ^bb0(%[[E5:.*]]: i64, %[[E6:.*]]: f32, %[[OUT7:.*]]: f32, %[[OUT8:.*]]: f32):
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0
// CHECK-NEXT: %[[C5:.*]] = arith.constant 2
// CHECK-NEXT: %[[V14:.*]] = arith.maxsi %[[E5]], %[[C4]]
// CHECK-NEXT: %[[V15:.*]] = arith.minsi %[[V14]], %[[C5]]
// CHECK-NEXT: %[[V16:.*]] = arith.cmpi eq, %[[V15]], %[[E5]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant false
// CHECK-NEXT: %[[V17:.*]] = arith.index_cast %[[V15]] : i64 to index
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[V18:.*]] = tensor.extract %[[X]][%[[I]], %[[V17]]] : tensor<4x3xf32>
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[C8:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V19:.*]] = arith.select %[[C6]], %[[C7]], %[[C8]]
// CHECK-NEXT: %[[V20:.*]] = arith.subf %[[E6]], %[[V18]]
// CHECK-NEXT: %[[C9:.*]] = arith.constant 0x7FC00000
// CHECK-NEXT: %[[V21:.*]] = arith.select %[[V16]], %[[V20]], %[[C9]]
// CHECK-NEXT: %[[C10:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V22:.*]] = arith.select %[[C6]], %[[C10]], %[[V21]]
// CHECK-NEXT: %[[V23:.*]] = arith.addf %[[OUT7]], %[[V22]]
// CHECK-NEXT: %[[V24:.*]] = arith.addf %[[OUT8]], %[[V19]]
// CHECK-NEXT: linalg.yield %[[V23]], %[[V24]] : f32, f32
// CHECK: return %[[V13]]#0, %[[V13]]#1, %[[V8]]
func.func @softmax_cross_entropy(%x: tensor<4x3xf32>, %t: tensor<4xi64>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %s, %w, %l = neap.softmax_cross_entropy %x, %t : tensor<4x3xf32>, tensor<4xi64> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return %s, %w, %l : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @softmax_cross_entropy_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4xi64>, %[[L:.*]]: tensor<4xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP1]], #[[MAP2]], #[[MAP2]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[X]], %[[T]], %[[L]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4xi64>, tensor<4xf32>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: i64, %[[E3:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[C1:.*]] = arith.constant 2
// CHECK-NEXT: %[[V1:.*]] = arith.maxsi %[[E2]], %[[C]]
// CHECK-NEXT: %[[V2:.*]] = arith.minsi %[[V1]], %[[C1]]
// CHECK-NEXT: %[[V3:.*]] = arith.cmpi eq, %[[V2]], %[[E2]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant false
// CHECK-NEXT: %[[V4:.*]] = arith.index_cast %[[V2]] : i64 to index
// CHECK-NEXT: %[[I:.*]] = linalg.index 1
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi eq, %[[I]], %[[V4]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.666666686
// CHECK-NEXT: %[[C4:.*]] = arith.constant 0.166666672
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V5]], %[[C3]], %[[C4]]
// CHECK-NEXT: %[[V7:.*]] = arith.subf %[[E1]], %[[E3]]
// CHECK-NEXT: %[[V8:.*]] = math.exp %[[V7]]
// CHECK-NEXT: %[[V9:.*]] = arith.subf %[[V8]], %[[V6]]
// CHECK-NEXT: %[[V10:.*]] = arith.mulf %[[E]], %[[V9]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0x7FC00000
// CHECK-NEXT: %[[V11:.*]] = arith.select %[[V3]], %[[V10]], %[[C5]]
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V12:.*]] = arith.select %[[C2]], %[[C6]], %[[V11]]
// CHECK-NEXT: linalg.yield %[[V12]]
// CHECK: return %[[V]]
func.func @softmax_cross_entropy_backward(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4xi64>, %l: tensor<4xf32>) -> tensor<4x3xf32> {
  %y = neap.softmax_cross_entropy_backward %g, %x, %t, %l {label_smoothing = 0.5 : f64} : tensor<4xf32>, tensor<4x3xf32>, tensor<4xi64>, tensor<4xf32>
  return %y : tensor<4x3xf32>
}

// CHECK-LABEL: func.func @soft_target_cross_entropy
// CHECK-SAME: %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x3xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.maximumf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: %[[V3:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C1]]
// CHECK: %[[V4:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[V1]] : tensor<4x3xf32>, tensor<4xf32>) outs(%[[V3]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[OUT3:.*]]: f32):
// CHECK-NEXT: %[[V5:.*]] = arith.subf %[[E1]], %[[E2]]
// CHECK-NEXT: %[[V6:.*]] = math.exp %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.addf %[[OUT3]], %[[V6]]
// CHECK-NEXT: linalg.yield %[[V7]]
// CHECK: %[[V8:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[V1]], %[[V4]] : tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%[[E3:.*]]: f32, %[[E4:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V9:.*]] = math.log %[[E4]]
// CHECK-NEXT: %[[V10:.*]] = arith.addf %[[E3]], %[[V9]]
// CHECK-NEXT: linalg.yield %[[V10]]
// CHECK: %[[V11:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C2]]
// CHECK: %[[V12:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[T]] : tensor<4x3xf32>) outs(%[[V11]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E5:.*]]: f32, %[[OUT6:.*]]: f32):
// CHECK-NEXT: %[[V13:.*]] = arith.addf %[[OUT6]], %[[E5]]
// CHECK-NEXT: linalg.yield %[[V13]]
// CHECK: %[[V14:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C3]]
// CHECK: %[[V15:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP1]], #[[MAP2]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]], %[[T]], %[[V8]] : tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xf32>) outs(%[[V14]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E6:.*]]: f32, %[[E7:.*]]: f32, %[[E8:.*]]: f32, %[[OUT8:.*]]: f32):
// CHECK-NEXT: %[[C4:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V16:.*]] = arith.mulf %[[E7]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V17:.*]] = arith.addf %[[V16]], %[[C5]]
// CHECK-NEXT: %[[V18:.*]] = arith.subf %[[E8]], %[[E6]]
// CHECK-NEXT: %[[V19:.*]] = arith.mulf %[[V17]], %[[V18]]
// CHECK-NEXT: %[[V20:.*]] = arith.addf %[[OUT8]], %[[V19]]
// CHECK-NEXT: linalg.yield %[[V20]]
// CHECK: return %[[V15]], %[[V8]], %[[V12]]
func.func @soft_target_cross_entropy(%x: tensor<4x3xf32>, %t: tensor<4x3xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %s, %l, %m = neap.soft_target_cross_entropy %x, %t : tensor<4x3xf32>, tensor<4x3xf32> -> tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
  return %s, %l, %m : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}

// CHECK-LABEL: func.func @soft_target_cross_entropy_backward
// CHECK-SAME: %[[G:.*]]: tensor<4xf32>, %[[X:.*]]: tensor<4x3xf32>, %[[T:.*]]: tensor<4x3xf32>, %[[L:.*]]: tensor<4xf32>, %[[M:.*]]: tensor<4xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP2]], #[[MAP1]], #[[MAP1]], #[[MAP2]], #[[MAP2]], #[[MAP1]]], iterator_types = ["parallel", "parallel"]} ins(%[[G]], %[[X]], %[[T]], %[[L]], %[[M]] : tensor<4xf32>, tensor<4x3xf32>, tensor<4x3xf32>, tensor<4xf32>, tensor<4xf32>) outs(%{{.*}} : tensor<4x3xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[E1:.*]]: f32, %[[E2:.*]]: f32, %[[E3:.*]]: f32, %[[E4:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V1:.*]] = arith.mulf %[[E2]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[V1]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: %[[V3:.*]] = arith.mulf %[[E4]], %[[C2]]
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V4:.*]] = arith.addf %[[V3]], %[[C3]]
// CHECK-NEXT: %[[V5:.*]] = arith.subf %[[E1]], %[[E3]]
// CHECK-NEXT: %[[V6:.*]] = math.exp %[[V5]]
// CHECK-NEXT: %[[V7:.*]] = arith.mulf %[[V6]], %[[V4]]
// CHECK-NEXT: %[[V8:.*]] = arith.subf %[[V7]], %[[V2]]
// CHECK-NEXT: %[[V9:.*]] = arith.mulf %[[E]], %[[V8]]
// CHECK-NEXT: linalg.yield %[[V9]]
// CHECK: return %[[V]]
func.func @soft_target_cross_entropy_backward(%g: tensor<4xf32>, %x: tensor<4x3xf32>, %t: tensor<4x3xf32>, %l: tensor<4xf32>, %m: tensor<4xf32>) -> tensor<4x3xf32> {
  %y = neap.soft_target_cross_entropy_backward %g, %x, %t, %l, %m : tensor<4xf32>, tensor<4x3xf32>, tensor<4xf32>
  return %y : tensor<4x3xf32>
}
