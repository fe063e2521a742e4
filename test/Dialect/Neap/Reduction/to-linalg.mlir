// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1) -> (d0)>

// CHECK-DAG: #[[KEPT:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[SOURCE:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>

// A kept dimension is a loop of extent one beside the reduction.
// CHECK-LABEL: func.func @sum
// CHECK: linalg.generic {indexing_maps = [#[[SOURCE]], #[[KEPT]]], iterator_types = ["parallel", "parallel", "reduction"]}
// CHECK: arith.addf
func.func @sum(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_sum %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// bf16 is accumulated in f32 and rounded once.
// CHECK-LABEL: func.func @small_float
// CHECK: tensor.empty() : tensor<4xf32>
// CHECK: arith.extf %{{.*}} : bf16 to f32
// CHECK: arith.addf %{{.*}} : f32
// CHECK: arith.divf %{{.*}} : f32
// CHECK: arith.truncf %{{.*}} : f32 to bf16
func.func @small_float(%x: tensor<4x8xbf16>) -> tensor<4xbf16> {
  %y = neap.reduce_mean %x [1] {keepdims = false} : tensor<4x8xbf16> -> tensor<4xbf16>
  return %y : tensor<4xbf16>
}

// CHECK-LABEL: func.func @largest
// CHECK: arith.constant 0xFF800000 : f32
// CHECK: arith.maximumf
func.func @largest(%x: tensor<8xf32>) -> tensor<f32> {
  %y = neap.reduce_max %x [0] {keepdims = false} : tensor<8xf32> -> tensor<f32>
  return %y : tensor<f32>
}

// The maximum first, so that no exponential overflows.
// CHECK-LABEL: func.func @log_sum_exp
// CHECK: arith.maximumf
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: math.log
func.func @log_sum_exp(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_log_sum_exp %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @position
// CHECK: %[[BETTER:.*]] = arith.cmpf ogt
// CHECK: linalg.index 1
// CHECK-COUNT-2: arith.select %[[BETTER]]
func.func @position(%x: tensor<4x8xf32>) -> tensor<4xi64> {
  %y = neap.arg_max %x axis 1 {keepdims = false} : tensor<4x8xf32> -> tensor<4xi64>
  return %y : tensor<4xi64>
}

// Seven elements: windows of 1, 2 and 4 after the first pass.
// CHECK-LABEL: func.func @running_sum
// CHECK-COUNT-4: linalg.generic
// CHECK-NOT: linalg.generic
func.func @running_sum(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = neap.cumsum %x axis 0 : tensor<7xf32>
  return %y : tensor<7xf32>
}

// CHECK-LABEL: func.func @min
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0x7F800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.minimumf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: return %[[V1]]
func.func @min(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_min %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @prod
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: return %[[V1]]
func.func @prod(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_prod %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @l1
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = math.absf %[[E]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: return %[[V1]]
func.func @l1(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_l1 %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @l2
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[E]], %[[E]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: %[[V4:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[V1]] : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V5:.*]] = math.sqrt %[[E1]]
// CHECK-NEXT: linalg.yield %[[V5]]
// CHECK: return %[[V4]]
func.func @l2(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_l2 %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @log_sum
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: %[[V3:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]]], iterator_types = ["parallel"]} ins(%[[V1]] : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V4:.*]] = math.log %[[E1]]
// CHECK-NEXT: linalg.yield %[[V4]]
// CHECK: return %[[V3]]
func.func @log_sum(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_log_sum %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sum_square
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[E]], %[[E]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: return %[[V1]]
func.func @sum_square(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_sum_square %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// The start is the largest integer.
// CHECK-LABEL: func.func @smallest_integer
// CHECK-SAME: %[[X:.*]]: tensor<4x8xi8>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xi8>)
// CHECK: ^bb0(%{{.*}}: i8):
// CHECK-NEXT: %[[C:.*]] = arith.constant 127 : i8
// CHECK-NEXT: linalg.yield %[[C]] : i8
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xi8>) outs(%[[V]] : tensor<4xi8>)
// CHECK: ^bb0(%[[E:.*]]: i8, %[[OUT1:.*]]: i8):
// CHECK-NEXT: %[[V2:.*]] = arith.minsi %[[OUT1]], %[[E]] : i8
// CHECK-NEXT: linalg.yield %[[V2]] : i8
// CHECK: return %[[V1]]
func.func @smallest_integer(%x: tensor<4x8xi8>) -> tensor<4xi8> {
  %y = neap.reduce_min %x [1] {keepdims = false} : tensor<4x8xi8> -> tensor<4xi8>
  return %y : tensor<4xi8>
}

// An equal that comes later wins.
// CHECK-LABEL: func.func @position_of_the_last_smallest
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0x7F800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xi64>)
// CHECK: ^bb0(%{{.*}}: i64):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: linalg.yield %[[C1]]
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP2]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]], %[[V1]] : tensor<4xf32>, tensor<4xi64>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT2:.*]]: f32, %[[OUT3:.*]]: i64):
// CHECK-NEXT: %[[V3:.*]] = arith.cmpf ole, %[[E]], %[[OUT2]]
// CHECK-NEXT: %[[I:.*]] = linalg.index 1
// CHECK-NEXT: %[[V4:.*]] = arith.index_cast %[[I]] : index to i64
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V3]], %[[E]], %[[OUT2]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V3]], %[[V4]], %[[OUT3]]
// CHECK-NEXT: linalg.yield %[[V5]], %[[V6]] : f32, i64
// CHECK: return %[[V2]]#1
func.func @position_of_the_last_smallest(%x: tensor<4x8xf32>) -> tensor<4xi64> {
  %y = neap.arg_min %x axis 1 {keepdims = false, select_last_index} : tensor<4x8xf32> -> tensor<4xi64>
  return %y : tensor<4xi64>
}
