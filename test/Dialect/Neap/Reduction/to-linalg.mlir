// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// CHECK-DAG: #[[MAP0:.*]] = affine_map<(d0, d1) -> (d0, d1)>
// CHECK-DAG: #[[MAP1:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[MAP2:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[MAP3:.*]] = affine_map<(d0) -> (d0)>
// CHECK-DAG: #[[MAP4:.*]] = affine_map<(d0, d1) -> (d0)>
// CHECK-DAG: #[[MAP5:.*]] = affine_map<() -> ()>
// CHECK-DAG: #[[MAP6:.*]] = affine_map<(d0) -> ()>

// A kept dimension is a loop of extent one beside the reduction.
// CHECK-LABEL: func.func @sum
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x1xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4x1xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: return %[[V1]]
func.func @sum(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_sum %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// bf16 is accumulated in f32 and rounded once.
// CHECK-LABEL: func.func @small_float
// CHECK-SAME: %[[X:.*]]: tensor<4x8xbf16>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xbf16>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: bf16, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.extf %[[E]] : bf16 to f32
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: %[[V4:.*]] = linalg.generic {indexing_maps = [#[[MAP3]], #[[MAP3]]], iterator_types = ["parallel"]} ins(%[[V1]] : tensor<4xf32>) outs(%{{.*}} : tensor<4xbf16>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %{{.*}}: bf16):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 8.000000e+00
// CHECK-NEXT: %[[V5:.*]] = arith.divf %[[E1]], %[[C1]]
// CHECK-NEXT: %[[V6:.*]] = arith.truncf %[[V5]] : f32 to bf16
// CHECK-NEXT: linalg.yield %[[V6]]
// CHECK: return %[[V4]]
func.func @small_float(%x: tensor<4x8xbf16>) -> tensor<4xbf16> {
  %y = neap.reduce_mean %x [1] {keepdims = false} : tensor<4x8xbf16> -> tensor<4xbf16>
  return %y : tensor<4xbf16>
}

// CHECK-LABEL: func.func @largest
// CHECK-SAME: %[[X:.*]]: tensor<8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP5]]], iterator_types = []} outs(%{{.*}} : tensor<f32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP3]], #[[MAP6]]], iterator_types = ["reduction"]} ins(%[[X]] : tensor<8xf32>) outs(%[[V]] : tensor<f32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.maximumf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: return %[[V1]]
func.func @largest(%x: tensor<8xf32>) -> tensor<f32> {
  %y = neap.reduce_max %x [0] {keepdims = false} : tensor<8xf32> -> tensor<f32>
  return %y : tensor<f32>
}

// The maximum first, so that no exponential overflows.
// CHECK-LABEL: func.func @log_sum_exp
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x1xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4x1xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.maximumf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: %[[V3:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]]], iterator_types = ["parallel", "parallel"]} ins(%[[V1]] : tensor<4x1xf32>) outs(%{{.*}} : tensor<4x1xf32>)
// CHECK: ^bb0(%[[E1:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V4:.*]] = math.absf %[[E1]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0x7F800000
// CHECK-NEXT: %[[V5:.*]] = arith.cmpf oeq, %[[V4]], %[[C1]]
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V5]], %[[C2]], %[[E1]]
// CHECK-NEXT: linalg.yield %[[V6]]
// CHECK: %[[V7:.*]] = linalg.generic {indexing_maps = [#[[MAP0]]], iterator_types = ["parallel", "parallel"]} outs(%{{.*}} : tensor<4x1xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C3]]
// CHECK: %[[V8:.*]] = linalg.generic {indexing_maps = [#[[MAP1]], #[[MAP2]], #[[MAP2]]], iterator_types = ["parallel", "parallel", "reduction"]} ins(%[[X]], %[[V3]] : tensor<4x8xf32>, tensor<4x1xf32>) outs(%[[V7]] : tensor<4x1xf32>)
// CHECK: ^bb0(%[[E2:.*]]: f32, %[[E3:.*]]: f32, %[[OUT4:.*]]: f32):
// CHECK-NEXT: %[[V9:.*]] = arith.subf %[[E2]], %[[E3]]
// CHECK-NEXT: %[[V10:.*]] = math.exp %[[V9]]
// CHECK-NEXT: %[[V11:.*]] = arith.addf %[[OUT4]], %[[V10]]
// CHECK-NEXT: linalg.yield %[[V11]]
// CHECK: %[[V12:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP0]], #[[MAP0]]], iterator_types = ["parallel", "parallel"]} ins(%[[V8]], %[[V3]] : tensor<4x1xf32>, tensor<4x1xf32>) outs(%{{.*}} : tensor<4x1xf32>)
// CHECK: ^bb0(%[[E4:.*]]: f32, %[[E5:.*]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[V13:.*]] = math.log %[[E4]]
// CHECK-NEXT: %[[V14:.*]] = arith.addf %[[V13]], %[[E5]]
// CHECK-NEXT: linalg.yield %[[V14]]
// CHECK: return %[[V12]]
func.func @log_sum_exp(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_log_sum_exp %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @position
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0xFF800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xi64>)
// CHECK: ^bb0(%{{.*}}: i64):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: linalg.yield %[[C1]]
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]], %[[V1]] : tensor<4xf32>, tensor<4xi64>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT2:.*]]: f32, %[[OUT3:.*]]: i64):
// CHECK-NEXT: %[[V3:.*]] = arith.cmpf ogt, %[[E]], %[[OUT2]]
// CHECK-NEXT: %[[I:.*]] = linalg.index 1
// CHECK-NEXT: %[[V4:.*]] = arith.index_cast %[[I]] : index to i64
// CHECK-NEXT: %[[V5:.*]] = arith.select %[[V3]], %[[E]], %[[OUT2]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V3]], %[[V4]], %[[OUT3]]
// CHECK-NEXT: linalg.yield %[[V5]], %[[V6]] : f32, i64
// CHECK: return %[[V2]]#1
func.func @position(%x: tensor<4x8xf32>) -> tensor<4xi64> {
  %y = neap.arg_max %x axis 1 {keepdims = false} : tensor<4x8xf32> -> tensor<4xi64>
  return %y : tensor<4xi64>
}

// Seven elements: windows of 1, 2 and 4 after the first pass.
// CHECK-LABEL: func.func @running_sum
// CHECK-SAME: %[[X:.*]]: tensor<7xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<7xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I:.*]] = linalg.index 0
// CHECK-NEXT: %[[C:.*]] = arith.constant 0
// CHECK-NEXT: %[[V1:.*]] = arith.subi %[[I]], %[[C]]
// CHECK-NEXT: %[[C1:.*]] = arith.constant 6
// CHECK-NEXT: %[[C2:.*]] = arith.constant 0
// CHECK-NEXT: %[[V2:.*]] = arith.maxsi %[[V1]], %[[C2]]
// CHECK-NEXT: %[[V3:.*]] = arith.minsi %[[V2]], %[[C1]]
// CHECK-NEXT: %[[V4:.*]] = tensor.extract %[[X]][%[[V3]]] : tensor<7xf32>
// CHECK-NEXT: %[[C3:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V5:.*]] = arith.cmpi eq, %[[V1]], %[[V3]]
// CHECK-NEXT: %[[V6:.*]] = arith.select %[[V5]], %[[V4]], %[[C3]]
// CHECK-NEXT: linalg.yield %[[V6]]
// CHECK: %[[V7:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<7xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I1:.*]] = linalg.index 0
// CHECK-NEXT: %[[V8:.*]] = tensor.extract %[[V]][%[[I1]]] : tensor<7xf32>
// CHECK-NEXT: %[[C4:.*]] = arith.constant 1
// CHECK-NEXT: %[[V9:.*]] = arith.subi %[[I1]], %[[C4]]
// CHECK-NEXT: %[[C5:.*]] = arith.constant 6
// CHECK-NEXT: %[[C6:.*]] = arith.constant 0
// CHECK-NEXT: %[[V10:.*]] = arith.maxsi %[[V9]], %[[C6]]
// CHECK-NEXT: %[[V11:.*]] = arith.minsi %[[V10]], %[[C5]]
// CHECK-NEXT: %[[V12:.*]] = tensor.extract %[[V]][%[[V11]]] : tensor<7xf32>
// CHECK-NEXT: %[[C7:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V13:.*]] = arith.cmpi eq, %[[V9]], %[[V11]]
// CHECK-NEXT: %[[V14:.*]] = arith.select %[[V13]], %[[V12]], %[[C7]]
// CHECK-NEXT: %[[V15:.*]] = arith.addf %[[V8]], %[[V14]]
// CHECK-NEXT: linalg.yield %[[V15]]
// CHECK: %[[V16:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<7xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I2:.*]] = linalg.index 0
// CHECK-NEXT: %[[V17:.*]] = tensor.extract %[[V7]][%[[I2]]] : tensor<7xf32>
// CHECK-NEXT: %[[C8:.*]] = arith.constant 2
// CHECK-NEXT: %[[V18:.*]] = arith.subi %[[I2]], %[[C8]]
// CHECK-NEXT: %[[C9:.*]] = arith.constant 6
// CHECK-NEXT: %[[C10:.*]] = arith.constant 0
// CHECK-NEXT: %[[V19:.*]] = arith.maxsi %[[V18]], %[[C10]]
// CHECK-NEXT: %[[V20:.*]] = arith.minsi %[[V19]], %[[C9]]
// CHECK-NEXT: %[[V21:.*]] = tensor.extract %[[V7]][%[[V20]]] : tensor<7xf32>
// CHECK-NEXT: %[[C11:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V22:.*]] = arith.cmpi eq, %[[V18]], %[[V20]]
// CHECK-NEXT: %[[V23:.*]] = arith.select %[[V22]], %[[V21]], %[[C11]]
// CHECK-NEXT: %[[V24:.*]] = arith.addf %[[V17]], %[[V23]]
// CHECK-NEXT: linalg.yield %[[V24]]
// CHECK: %[[V25:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<7xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[I3:.*]] = linalg.index 0
// CHECK-NEXT: %[[V26:.*]] = tensor.extract %[[V16]][%[[I3]]] : tensor<7xf32>
// CHECK-NEXT: %[[C12:.*]] = arith.constant 4
// CHECK-NEXT: %[[V27:.*]] = arith.subi %[[I3]], %[[C12]]
// CHECK-NEXT: %[[C13:.*]] = arith.constant 6
// CHECK-NEXT: %[[C14:.*]] = arith.constant 0
// CHECK-NEXT: %[[V28:.*]] = arith.maxsi %[[V27]], %[[C14]]
// CHECK-NEXT: %[[V29:.*]] = arith.minsi %[[V28]], %[[C13]]
// CHECK-NEXT: %[[V30:.*]] = tensor.extract %[[V16]][%[[V29]]] : tensor<7xf32>
// CHECK-NEXT: %[[C15:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: %[[V31:.*]] = arith.cmpi eq, %[[V27]], %[[V29]]
// CHECK-NEXT: %[[V32:.*]] = arith.select %[[V31]], %[[V30]], %[[C15]]
// CHECK-NEXT: %[[V33:.*]] = arith.addf %[[V26]], %[[V32]]
// CHECK-NEXT: linalg.yield %[[V33]]
// CHECK: return %[[V25]]
func.func @running_sum(%x: tensor<7xf32>) -> tensor<7xf32> {
  %y = neap.cumsum %x axis 0 : tensor<7xf32>
  return %y : tensor<7xf32>
}

// CHECK-LABEL: func.func @min
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0x7F800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 1.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.mulf %[[E]], %[[E]]
// CHECK-NEXT: %[[V3:.*]] = arith.addf %[[OUT1]], %[[V2]]
// CHECK-NEXT: linalg.yield %[[V3]]
// CHECK: %[[V4:.*]] = linalg.generic {indexing_maps = [#[[MAP3]], #[[MAP3]]], iterator_types = ["parallel"]} ins(%[[V1]] : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
// CHECK: ^bb0(%[[E:.*]]: f32, %[[OUT1:.*]]: f32):
// CHECK-NEXT: %[[V2:.*]] = arith.addf %[[OUT1]], %[[E]]
// CHECK-NEXT: linalg.yield %[[V2]]
// CHECK: %[[V3:.*]] = linalg.generic {indexing_maps = [#[[MAP3]], #[[MAP3]]], iterator_types = ["parallel"]} ins(%[[V1]] : tensor<4xf32>) outs(%{{.*}} : tensor<4xf32>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0.000000e+00
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]] : tensor<4xf32>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xi8>)
// CHECK: ^bb0(%{{.*}}: i8):
// CHECK-NEXT: %[[C:.*]] = arith.constant 127 : i8
// CHECK-NEXT: linalg.yield %[[C]] : i8
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xi8>) outs(%[[V]] : tensor<4xi8>)
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
// CHECK: %[[V:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xf32>)
// CHECK: ^bb0(%{{.*}}: f32):
// CHECK-NEXT: %[[C:.*]] = arith.constant 0x7F800000
// CHECK-NEXT: linalg.yield %[[C]]
// CHECK: %[[V1:.*]] = linalg.generic {indexing_maps = [#[[MAP3]]], iterator_types = ["parallel"]} outs(%{{.*}} : tensor<4xi64>)
// CHECK: ^bb0(%{{.*}}: i64):
// CHECK-NEXT: %[[C1:.*]] = arith.constant 0
// CHECK-NEXT: linalg.yield %[[C1]]
// CHECK: %[[V2:.*]]:2 = linalg.generic {indexing_maps = [#[[MAP0]], #[[MAP4]], #[[MAP4]]], iterator_types = ["parallel", "reduction"]} ins(%[[X]] : tensor<4x8xf32>) outs(%[[V]], %[[V1]] : tensor<4xf32>, tensor<4xi64>)
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
