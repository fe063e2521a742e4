// Matrix products against central differences: one case a function.

func.func @matmul(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) -> tensor<3x5xf64> {
  %y = neap.matmul %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @matmul_transpose_a(%a: tensor<4x3xf64>, %b: tensor<4x5xf64>) -> tensor<3x5xf64> {
  %y = neap.matmul %a, %b transpose_a : (tensor<4x3xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @matmul_transpose_b(%a: tensor<3x4xf64>, %b: tensor<5x4xf64>) -> tensor<3x5xf64> {
  %y = neap.matmul %a, %b transpose_b : (tensor<3x4xf64>, tensor<5x4xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @matmul_transpose_both(%a: tensor<4x3xf64>, %b: tensor<5x4xf64>) -> tensor<3x5xf64> {
  %y = neap.matmul %a, %b transpose_a transpose_b : (tensor<4x3xf64>, tensor<5x4xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @matmul_batches(%a: tensor<2x3x4xf64>, %b: tensor<2x4x5xf64>) -> tensor<2x3x5xf64> {
  %y = neap.matmul %a, %b : (tensor<2x3x4xf64>, tensor<2x4x5xf64>) -> tensor<2x3x5xf64>
  return %y : tensor<2x3x5xf64>
}

func.func @matmul_batches_transposed(%a: tensor<2x4x3xf64>, %b: tensor<2x5x4xf64>) -> tensor<2x3x5xf64> {
  %y = neap.matmul %a, %b transpose_a transpose_b : (tensor<2x4x3xf64>, tensor<2x5x4xf64>) -> tensor<2x3x5xf64>
  return %y : tensor<2x3x5xf64>
}

func.func @matmul_batches_on_the_left(%a: tensor<2x3x3x4xf64>, %b: tensor<4x5xf64>) -> tensor<2x3x3x5xf64> {
  %y = neap.matmul %a, %b : (tensor<2x3x3x4xf64>, tensor<4x5xf64>) -> tensor<2x3x3x5xf64>
  return %y : tensor<2x3x3x5xf64>
}

func.func @matmul_batches_on_the_left_transpose_b(%a: tensor<2x3x4xf64>, %b: tensor<5x4xf64>) -> tensor<2x3x5xf64> {
  %y = neap.matmul %a, %b transpose_b : (tensor<2x3x4xf64>, tensor<5x4xf64>) -> tensor<2x3x5xf64>
  return %y : tensor<2x3x5xf64>
}

func.func @matmul_batches_on_the_left_transpose_a(%a: tensor<2x4x3xf64>, %b: tensor<4x5xf64>) -> tensor<2x3x5xf64> {
  %y = neap.matmul %a, %b transpose_a : (tensor<2x4x3xf64>, tensor<4x5xf64>) -> tensor<2x3x5xf64>
  return %y : tensor<2x3x5xf64>
}

func.func @matmul_batches_on_the_right(%a: tensor<3x4xf64>, %b: tensor<2x4x5xf64>) -> tensor<2x3x5xf64> {
  %y = neap.matmul %a, %b : (tensor<3x4xf64>, tensor<2x4x5xf64>) -> tensor<2x3x5xf64>
  return %y : tensor<2x3x5xf64>
}

func.func @matmul_broadcast_both_ways(%a: tensor<2x1x3x4xf64>, %b: tensor<3x4x2xf64>) -> tensor<2x3x3x2xf64> {
  %y = neap.matmul %a, %b : (tensor<2x1x3x4xf64>, tensor<3x4x2xf64>) -> tensor<2x3x3x2xf64>
  return %y : tensor<2x3x3x2xf64>
}

func.func @matmul_row_vector(%a: tensor<4xf64>, %b: tensor<2x4x3xf64>) -> tensor<2x3xf64> {
  %y = neap.matmul %a, %b : (tensor<4xf64>, tensor<2x4x3xf64>) -> tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}

func.func @matmul_row_vector_transpose_b(%a: tensor<4xf64>, %b: tensor<3x4xf64>) -> tensor<3xf64> {
  %y = neap.matmul %a, %b transpose_b : (tensor<4xf64>, tensor<3x4xf64>) -> tensor<3xf64>
  return %y : tensor<3xf64>
}

func.func @matmul_column_vector(%a: tensor<2x3x4xf64>, %b: tensor<4xf64>) -> tensor<2x3xf64> {
  %y = neap.matmul %a, %b : (tensor<2x3x4xf64>, tensor<4xf64>) -> tensor<2x3xf64>
  return %y : tensor<2x3xf64>
}

func.func @matmul_column_vector_transpose_a(%a: tensor<4x3xf64>, %b: tensor<4xf64>) -> tensor<3xf64> {
  %y = neap.matmul %a, %b transpose_a : (tensor<4x3xf64>, tensor<4xf64>) -> tensor<3xf64>
  return %y : tensor<3xf64>
}

func.func @matmul_inner_product(%a: tensor<5xf64>, %b: tensor<5xf64>) -> tensor<f64> {
  %y = neap.matmul %a, %b : (tensor<5xf64>, tensor<5xf64>) -> tensor<f64>
  return %y : tensor<f64>
}

func.func @matmul_one_by_one(%a: tensor<1x1xf64>, %b: tensor<1x1xf64>) -> tensor<1x1xf64> {
  %y = neap.matmul %a, %b : (tensor<1x1xf64>, tensor<1x1xf64>) -> tensor<1x1xf64>
  return %y : tensor<1x1xf64>
}

func.func @gemm_without_addend(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>) -> tensor<3x5xf64> {
  %y = neap.gemm %a, %b : (tensor<3x4xf64>, tensor<4x5xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @gemm_row_addend(%a: tensor<3x4xf64>, %b: tensor<5x4xf64>, %c: tensor<5xf64>) -> tensor<3x5xf64> {
  %y = neap.gemm %a, %b, %c alpha 0.5 beta 2.0 trans_b : (tensor<3x4xf64>, tensor<5x4xf64>, tensor<5xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @gemm_column_addend(%a: tensor<4x3xf64>, %b: tensor<4x5xf64>, %c: tensor<3x1xf64>) -> tensor<3x5xf64> {
  %y = neap.gemm %a, %b, %c beta 0.25 trans_a : (tensor<4x3xf64>, tensor<4x5xf64>, tensor<3x1xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @gemm_full_addend(%a: tensor<3x4xf64>, %b: tensor<4x5xf64>, %c: tensor<3x5xf64>) -> tensor<3x5xf64> {
  %y = neap.gemm %a, %b, %c alpha -1.5 : (tensor<3x4xf64>, tensor<4x5xf64>, tensor<3x5xf64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}

func.func @gemm_scalar_addend(%a: tensor<4x3xf64>, %b: tensor<5x4xf64>, %c: tensor<f64>) -> tensor<3x5xf64> {
  %y = neap.gemm %a, %b, %c trans_a trans_b : (tensor<4x3xf64>, tensor<5x4xf64>, tensor<f64>) -> tensor<3x5xf64>
  return %y : tensor<3x5xf64>
}
